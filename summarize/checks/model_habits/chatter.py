"""The model talking about its answer instead of giving it, and titles given twice.

Papers say 我们; a model that speaks of itself says 我. Papers may be about translation, so a word like 译文 counts only
in the ways a translator talks of the text at hand ("this translation tries to…", "translated as follows").
"""

from __future__ import annotations

import re

from summarize.checks.pair import Pair
from summarize.values import Finding

#: Said of the text at hand, whatever the paper is about.
_SURE = re.compile(
    r"(?:这个|这份|该|本|此|上述|以上|以下|下面)(?:是|为)?(?:[^，。；\n]{0,12})?(?:翻译|译文|译法)(?:尽量|尽可能|力求|旨在|已|保持|保留|遵循|仅供|供您|基于|采用了|符合|准确传达|如下)"
    r"|(?:以下|下面|下方)(?:就)?(?:是|为)[^，。；\n]{0,24}(?:翻译|译文|中文版|改写|润色|总结内容|摘要内容|回答)(?:[:：。]|$|[，,]\s*(?:力求|尽量|保持|供))"
    r"|(?:翻译|译文|译为|中文翻译|中文译文|标题翻译|翻译结果|翻译如下|译文如下|摘要翻译)(?:如下)?\s?[:：]"
    r"|在(?:这个|这段|本次|上述|此|以上)(?:翻译|译文|回答|总结)(?:中|里)"
    r"|(?:原文|原标题|原句|英文原文)(?:中)?(?:的)?(?:意思|含义|语气|风格|格式|结构|术语|内容)(?:，|,|。|进行|的(?:基础|前提))?[^。\n]{0,14}(?:翻译|译|表达|学术|规范|流畅|通顺)"
    r"|(?:尽量|尽可能|力求|努力)(?:地)?(?:保持|保留|忠实|贴近|还原|遵循)(?:了|于)?(?:原文|原意|原句|原标题|专业术语|学术)"
    r"|(?:符合|遵循)(?:了)?(?:中文|汉语|学术)(?:的)?(?:写作|表达|语言|论文)?(?:规范|习惯)(?:。|，|,|$)"
    r"|希望(?:以上|这|上述|我的)?[^。\n，,]{0,12}(?:对|能)?(?:您|你)(?:有所)?(?:帮助|满意|有用)|希望(?:这|以上)[^。\n]{0,10}有(?:所)?帮助"
    r"|(?:如果|若|如)?(?:您|你)(?:还)?(?:有|需要|想要|希望|愿意|可以|能否|提供|觉得|要求|想)[^。\n]{0,40}(?:请|告诉|随时|联系|说明|帮助|帮您|我)"
    r"|(?:请|欢迎)(?:您|你)?(?:随时)?(?:告诉我|告知我|提供(?:更多|完整|具体|原文|需要|要翻译)|补充(?:更多)?(?:信息|上下文)|指正)"
    r"|作为(?:一个|一名|一款)?\s?(?:AI|人工智能|大?语言模型|大模型|智能)(?:语言模型|助手|模型|翻译)?\s?[，,]?\s?我"
    r"|我(?:是|叫)(?:一个|由)?\s?(?:AI|人工智能|语言模型|ChatGPT|通义|文心|Kimi|DeepSeek)"
    r"|(?:很)?(?:抱歉|对不起|遗憾)[，,][^。\n]{0,20}(?:无法|不能|没有|未)|我(?:无法|不能|没法)(?:翻译|提供|访问|打开|查看|生成|完成|总结)"
    r"|(?:译者注|译注|翻译说明|翻译备注|翻译注释|注释说明)\s?[:：）)]|[（(]\s?(?:译注|译者注|注：此处|直译|意译|注:此处|此处(?:译|翻译)|可译|也可译|亦可译|或译)[^）)\n]{0,60}[）)]"
    r"|(?:也|还|或者|或)?可以?(?:翻译|译|意译|直译)(?:为|成|作)[:：“\"「]"
    r"|(?:另一种|其他|备选|更(?:自然|简洁|正式|学术)的?)(?:的)?(?:译法|翻译(?:方式|版本)?|版本|表达)(?:是|为|如下|可以是|[:：])"
    r"|(?:简洁版|正式版|学术版|直译版|意译版|版本[一二12])\s?[:：]"
    r"|(?:被)?保留(?:为|了)?(?:原名|英文(?:原名|原文|不译)|原文(?:形式|不译|表述)?)[，,。]?(?:因为|由于|以便|是因)"
    r"|根据(?:具体)?上下文(?:进行|做)?[^。\n]{0,8}(?:调整|修改|翻译)|(?:需要|可)根据(?:具体)?(?:上下文|语境)"
    r"|(?:用户|您|你)(?:提供|给出|输入)的(?:文本|内容|摘要|标题|论文|段落|句子|英文)"
    r"|(?:好的|当然(?:可以)?|没问题|明白了|收到|以下是您)[，,！!：:。]\s?(?:以下|下面|这是|我|请|这里)"
    r"|(?<![自忘唯本真小大敌])(?:我|咱)(?!们|国|省|校|院|市|党|方|军|行|司)(?:已|会|将|尽量|尽可能|尝试|试图|对|把|在|根据|认为|建议|选择|使用|采用|保留|省略|按照|为您|为你|帮您|来)"
    r"|(?:输出|回答|回复|结果)如下\s?[:：]|(?:请注意|需要注意的是|注意)[，,：:][^。\n]{0,30}(?:翻译|译文|译法|原文|本(?:总结|摘要|回答))"
)
#: How an answer begins or a translator signs; no paper says it of itself, not even one about translation.
_HEADED = re.compile(
    r"^(?:(?:以下|下面)(?:就)?(?:是|为)[^，。；\n]{0,20}(?:翻译|译文|总结|摘要)|(?:翻译|译文|中文翻译|中文译文|翻译结果|翻译如下|译文如下|标题翻译|摘要翻译))\s?[:：]"
    r"|[（(]\s?(?:译注|译者注)|[也亦]可译为"
)
#: Only where the source itself does not speak of such things.
_LIKELY = re.compile(r"(?:^|\n|。)\s?(?:说明|备注|注|注释|注意|解释|提示)\s?[:：]")
_ENGLISH = re.compile(
    r"\b(?:here(?:'s| is| are)(?: the| a| my)? (?:\w+ ){0,3}(?:translation|summary|version|title|abstract|rewrite)"
    r"|(?:sure|certainly|of course|okay|absolutely)[,!.:] (?:here|i|let|below|this)|i hope (?:this|that|it) help|let me know if|please (?:note that (?:this|the|i)|provide the|let me)"
    r"|as an ai(?: language)? (?:model|assistant)|i(?:'m| am) (?:sorry|unable|an ai)|i (?:cannot|can't|have) (?:translat|provid|assist)\w*"
    r"|(?:the )?(?:chinese )?(?:translation|translated (?:text|title|abstract)) ?(?:is|:|as follows|in chinese)|translator'?s note|\bnote: (?:the|this|i)\b|translat\w+ (?:notes?|explanation) ?:"
    r"|(?:^|\n)\s*(?:explanation|translation|note|output|answer|response) ?[:：])",
    re.I,
)
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’\"」）)]*|\n|$)")
_EDGE = " \t\n　*#>-"


def check_chatter(pair: Pair) -> list[Finding]:
    """chatter for every sentence in which the model talks about its answer; in a title also for a second version."""
    lines = [line.strip(_EDGE) for line in pair.target.split("\n")]
    paragraphs = [line for line in lines if line]
    if pair.unit == "title" and len(paragraphs) > 1 and "\n" not in pair.source.strip():
        return _in_title(pair, paragraphs)
    out = []
    for words in _sentences(pair.target):
        if (match := _said(words, pair)) is not None:
            out.append(_finding(pair, "the model talks about its answer", words if len(words) <= 400 else match))
    if pair.unit == "title" and not out:
        out.extend(_second_version(pair))
    return out


def _in_title(pair: Pair, paragraphs: list[str]) -> list[Finding]:
    """A title is one line: what follows is talk about it, or the title again."""
    talks = [bool(_said(p, pair)) for p in paragraphs]
    out, titles = [], 0
    for words, talk in zip(paragraphs, talks, strict=True):
        if talk:
            out.append(_finding(pair, "the model talks about its answer", words))
        else:
            titles += 1
            if titles > 1:
                out.append(_finding(pair, "the title is given a second time", words))
    return out


def _second_version(pair: Pair) -> list[Finding]:
    """或：/ or a title after the title's full stop."""
    m = re.search(
        r"[。；;]\s?(?:或(?:者)?|亦|又名|又译)[:：]?\s?(?P<again>\S.{3,})$|\s[/／|]\s(?P<other>[\u4e00-\u9fff].{5,})$",
        pair.target,
    )
    if m and not re.search(r"[;/|]|\bor\b", pair.source):
        return [_finding(pair, "the title is given a second time", m["again"] or m["other"])]
    return []


def _sentences(text: str) -> list[str]:
    return [s for m in _SENTENCE.finditer(text) if (s := m[0].strip(_EDGE))]


def _said(words: str, pair: Pair) -> str | None:
    if m := _HEADED.search(words):
        return m[0]
    m = _SURE.search(words)
    if (
        m
        and not _quoted(pair.source, m[0])
        and not (m[0].startswith(("我", "咱")) and _FIRST_PERSON.search(pair.source))
    ):
        return m[0]
    m = _ENGLISH.search(words)
    if m and m[0].strip().lower() not in pair.source.lower():
        return m[0].strip()
    m = _LIKELY.search(words)
    if m and not re.search(r"\b(?:note|remark|notice|nb|caution|warning|explanation|tip)\b", pair.source, re.I):
        return m[0].strip("。\n ")
    return None


_FIRST_PERSON = re.compile(r"\b(?:I|my|me|you|your|user|ChatGPT|dialogue|conversation\w*)\b")
_YOU = re.compile(r"\b(?:you|your|yours)\b", re.I)


def _quoted(source: str, said: str) -> bool:
    """您 and 你 are addressed to the reader where the source says "you"; 译文 where it speaks of a translation."""
    if re.search("[您你]", said):
        return bool(_YOU.search(source))
    return (
        bool(re.search("[译翻]|原[文意句]", said))
        and bool(re.search(r"\b(?:translat\w+|original (?:text|sentence|meaning))\b", source, re.I))
        and "我" not in said
    )


def _finding(pair: Pair, message: str, words: str) -> Finding:
    return Finding("chatter", "error", message, pair.unit, pair.sentence, "", words)
