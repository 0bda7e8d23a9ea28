"""The pages' own words, in Simplified and Traditional Chinese."""

from __future__ import annotations

from dataclasses import dataclass

from summarize.checks.check_table import CHECKS


@dataclass(frozen=True, slots=True)
class Words:
    """Labels of a page. Those with ``{}`` are filled with ``str.format``."""

    lang: str
    authors: str
    date: str
    updated: str
    added: str
    matched: str
    unwanted: str
    author: str
    category: str
    and_more: str
    rest: str
    rest_count: str
    rest_note: str
    unfold: str
    folded: str
    categories: str
    comment: str
    journal: str
    links: str
    mentioned: str
    abs_page: str
    code: str
    project: str
    one_line: str
    abstract: str
    summary: str
    takeaways: str
    sections: str
    figures: str
    findings: str
    repaired: str
    overview: str
    contents: str
    failures: str
    failed: str
    paper: str
    title: str
    first_takeaway: str
    made_from: str
    made_how: str
    paper_date: str
    local_pdf: str
    read_abstract: str
    read_pdf: str
    read_html: str
    left_out: str
    parts_left_out: tuple[tuple[str, str], ...]
    table: str
    parts: str
    hidden: str
    hidden_instruction: str
    model: str
    prompts: str
    program: str
    made: str
    checks: str
    checks_passed: str
    checks_open: str
    checks_hints: str
    checks_skipped: str
    small_model: str
    warning: str
    warning_unchecked: str
    papers_count: str
    sentence: str
    page: str
    section: str
    takeaway: str
    no_title: str
    evidence: str
    repaired_all: str
    expected: str
    expected_lost: str
    quoted: str
    translated_as: str
    copied_as: str
    translation_is: str
    original_is: str
    as_at: str
    hint: str
    skip: str
    search: str
    search_hint: str
    all: str
    only_doubtful: str
    language: str
    both: str
    theme: str
    theme_auto: str
    theme_light: str
    theme_dark: str
    papers_found: str
    nothing_found: str
    marks: str
    unread: str
    starred: str
    read: str
    marks_count: str
    all_read: str
    marks_lost: str
    shortcuts: str
    key_next: str
    key_move: str
    key_read: str

    def fault(self, code: str) -> str:
        """What a finding's code says; the code itself where it is not known."""
        check = CHECKS.get(code)
        if check is None:
            return code
        return check.name_hant if self.lang == "zh-Hant" else check.name_hans

    def where(self, unit: str, sentence: int | None) -> str:
        """Where a finding stands, in words."""
        if unit == "abstract" and sentence:
            return self.sentence.format(sentence)
        if unit == "takeaways" and sentence:
            return self.takeaway.format(sentence)
        return {
            "title": self.title,
            "abstract": self.abstract,
            "one_line": self.one_line,
            "summary": self.summary,
            "takeaways": self.takeaways,
        }.get(unit, unit)


HANS = Words(
    lang="zh-Hans",
    authors="作者",
    date="日期",
    updated="更新",
    added="加入",
    matched="命中",
    unwanted="排除",
    author="作者",
    category="分类",
    and_more="等 {} 项",
    rest="其余论文",
    rest_count="其余 {} 篇",
    rest_note="以下 {} 篇没有命中所列的兴趣，或含有排除的内容，已折叠。",
    unfold="展开",
    folded="已折叠",
    categories="分类",
    comment="备注",
    journal="发表于",
    links="链接",
    mentioned="提到的论文",
    abs_page="摘要页",
    code="代码",
    project="项目",
    one_line="一句话总结",
    abstract="摘要",
    summary="总结",
    takeaways="要点",
    sections="各节概要",
    figures="图",
    findings="待核之处",
    repaired="另有 {} 项在核对后已修正。",
    overview="概览",
    contents="目录",
    failures="未完成的论文",
    failed="未完成",
    paper="论文",
    title="标题",
    first_takeaway="要点",
    made_from="来源",
    made_how="制作说明",
    paper_date="论文日期",
    local_pdf="本地 PDF",
    read_abstract="依据摘要",
    read_pdf="依据全文 PDF（{read}/{total} 页）",
    read_html="依据全文 HTML",
    left_out="未读：{}",
    parts_left_out=(
        ("references", "参考文献"),
        ("acknowledgements", "致谢"),
        ("appendix", "附录"),
        ("abstract", "摘要"),
        ("body", "正文"),
    ),
    table="表",
    parts="分 {} 段阅读",
    hidden="隐藏文字 {} 处已剔除",
    hidden_instruction="⚠ 文中隐藏着像是写给模型或审稿人的指令（第 {} 页），已剔除，未送给模型",
    model="模型",
    prompts="提示词",
    program="程序",
    made="生成",
    checks="核对",
    checks_passed="通过",
    checks_open="{} 项待核",
    checks_hints="{} 项提示",
    checks_skipped="未核对",
    small_model="所用模型较小，中文可能粗糙，请对照原文。",
    warning="中文由语言模型生成，数字、名称、链接等已由程序对照原文核对，未通过之处标 ⚠；请以原文为准。",
    warning_unchecked="中文由语言模型生成，未经核对；请以原文为准。",
    papers_count="共 {} 篇",
    sentence="第 {} 句",
    page="第 {} 页",
    section="第 {} 节",
    takeaway="要点 {}",
    no_title="（无标题）",
    evidence="依据",
    repaired_all="有 {} 项在核对后已修正。",
    expected="，宜作“{}”",
    expected_lost="，应有“{}”之意",
    quoted="“{}”",
    translated_as="译作",
    copied_as="写成",
    translation_is="（译文：{}）",
    original_is="（原文：{}）",
    as_at="见{}",
    hint="（提示）",
    skip="跳到论文",
    search="搜索",
    search_hint="标题与正文，中英文皆可（按 /）",
    all="全部",
    only_doubtful="只看有待核之处的",
    language="语言",
    both="对照",
    theme="外观",
    theme_auto="跟随系统",
    theme_light="浅色",
    theme_dark="深色",
    papers_found="{} / {} 篇",
    nothing_found="没有符合的论文。",
    marks="标记",
    unread="未读",
    starred="星标",
    read="已读",
    marks_count="未读 {} 篇，星标 {} 篇",
    all_read="没有未读的论文了",
    marks_lost="此浏览器无法保存标记，关闭页面后即丢失",
    shortcuts="快捷键",
    key_next="标为已读并跳到下一篇未读",
    key_move="下一篇、上一篇",
    key_read="已读、未读",
)

HANT = Words(
    lang="zh-Hant",
    authors="作者",
    date="日期",
    updated="更新",
    added="加入",
    matched="命中",
    unwanted="排除",
    author="作者",
    category="分類",
    and_more="等 {} 項",
    rest="其餘論文",
    rest_count="其餘 {} 篇",
    rest_note="以下 {} 篇沒有命中所列的興趣，或含有排除的內容，已摺疊。",
    unfold="展開",
    folded="已摺疊",
    categories="分類",
    comment="備註",
    journal="發表於",
    links="連結",
    mentioned="提到的論文",
    abs_page="摘要頁",
    code="程式碼",
    project="專案",
    one_line="一句話總結",
    abstract="摘要",
    summary="總結",
    takeaways="要點",
    sections="各節概要",
    figures="圖",
    findings="待核之處",
    repaired="另有 {} 項在核對後已修正。",
    overview="概覽",
    contents="目錄",
    failures="未完成的論文",
    failed="未完成",
    paper="論文",
    title="標題",
    first_takeaway="要點",
    made_from="來源",
    made_how="製作說明",
    paper_date="論文日期",
    local_pdf="本機 PDF",
    read_abstract="依據摘要",
    read_pdf="依據全文 PDF（{read}/{total} 頁）",
    read_html="依據全文 HTML",
    left_out="未讀：{}",
    parts_left_out=(
        ("references", "參考文獻"),
        ("acknowledgements", "致謝"),
        ("appendix", "附錄"),
        ("abstract", "摘要"),
        ("body", "正文"),
    ),
    table="表",
    parts="分 {} 段閱讀",
    hidden="隱藏文字 {} 處已剔除",
    hidden_instruction="⚠ 文中隱藏著像是寫給模型或審稿人的指令（第 {} 頁），已剔除，未送給模型",
    model="模型",
    prompts="提示詞",
    program="程式",
    made="產生",
    checks="核對",
    checks_passed="通過",
    checks_open="{} 項待核",
    checks_hints="{} 項提示",
    checks_skipped="未核對",
    small_model="所用模型較小，中文可能粗糙，請對照原文。",
    warning="中文由語言模型產生，數字、名稱、連結等已由程式對照原文核對，未通過之處標 ⚠；請以原文為準。",
    warning_unchecked="中文由語言模型產生，未經核對；請以原文為準。",
    papers_count="共 {} 篇",
    sentence="第 {} 句",
    page="第 {} 頁",
    section="第 {} 節",
    takeaway="要點 {}",
    no_title="（無標題）",
    evidence="依據",
    repaired_all="有 {} 項在核對後已修正。",
    expected="，宜作「{}」",
    expected_lost="，應有「{}」之意",
    quoted="「{}」",
    translated_as="譯作",
    copied_as="寫成",
    translation_is="（譯文：{}）",
    original_is="（原文：{}）",
    as_at="見{}",
    hint="（提示）",
    skip="跳到論文",
    search="搜尋",
    search_hint="標題與內文，中英文皆可（按 /）",
    all="全部",
    only_doubtful="只看有待核之處的",
    language="語言",
    both="對照",
    theme="外觀",
    theme_auto="跟隨系統",
    theme_light="淺色",
    theme_dark="深色",
    papers_found="{} / {} 篇",
    nothing_found="沒有符合的論文。",
    marks="標記",
    unread="未讀",
    starred="星標",
    read="已讀",
    marks_count="未讀 {} 篇，星標 {} 篇",
    all_read="沒有未讀的論文了",
    marks_lost="此瀏覽器無法儲存標記，關閉頁面後即遺失",
    shortcuts="快速鍵",
    key_next="標為已讀並跳到下一篇未讀",
    key_move="下一篇、上一篇",
    key_read="已讀、未讀",
)


def words_for(to: str) -> Words:
    """The labels for a page in that script (``zh-Hans`` or ``zh-Hant``)."""
    return HANT if to == "zh-Hant" else HANS
