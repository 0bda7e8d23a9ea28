"""The words of a daily site, in Simplified and Traditional Chinese."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteWords:
    """Labels of a site's pages. Those with ``{}`` are filled with ``str.format``."""

    title: str
    archive: str
    months: str
    all_days: str
    newer: str
    older: str
    feed: str
    papers: str
    waiting: str
    to_come: str
    not_in_api: str
    added: str
    kinds: dict[str, str]
    weekdays: tuple[str, ...]
    search_hint: str
    searching: str
    found: str
    more: str
    no_search: str
    none_yet: str


HANS = SiteWords(
    title="arXiv 每日论文",
    archive="{} 的论文",
    months="按月浏览",
    all_days="全部日期",
    newer="后一天",
    older="前一天",
    feed="订阅（Atom）",
    papers="{} 篇",
    waiting="{} 篇待补",
    to_come="尚未处理，之后的运行会补上",
    not_in_api="已公布，但 arXiv 接口里还没有；之后的运行会补上",
    added="补于 {}",
    kinds={"new": "新投稿", "cross": "交叉", "replaced": "更新版"},
    weekdays=("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    search_hint="所有日期的标题、总结、作者与编号，中英文皆可（按 /）",
    searching="正在查找 {}……",
    found="找到 {} 篇",
    more="继续查找更早的月份",
    no_search="有 {} 个月的搜索数据未能读取",
    none_yet="还没有论文。",
)

HANT = SiteWords(
    title="arXiv 每日論文",
    archive="{} 的論文",
    months="按月瀏覽",
    all_days="全部日期",
    newer="後一天",
    older="前一天",
    feed="訂閱（Atom）",
    papers="{} 篇",
    waiting="{} 篇待補",
    to_come="尚未處理，之後的執行會補上",
    not_in_api="已公布，但 arXiv 介面裡還沒有；之後的執行會補上",
    added="補於 {}",
    kinds={"new": "新投稿", "cross": "交叉", "replaced": "更新版"},
    weekdays=("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    search_hint="所有日期的標題、總結、作者與編號，中英文皆可（按 /）",
    searching="正在尋找 {}……",
    found="找到 {} 篇",
    more="繼續尋找更早的月份",
    no_search="有 {} 個月的搜尋資料未能讀取",
    none_yet="還沒有論文。",
)


def site_words_for(to: str) -> SiteWords:
    """Return the words of a site in that script (``zh-Hans`` or ``zh-Hant``)."""
    return HANT if to == "zh-Hant" else HANS
