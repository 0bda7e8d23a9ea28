"""Recognition of text that instructs a language model or asks a reviewer for a verdict, in English and Chinese."""

from __future__ import annotations

import re
from functools import cache

_ENGLISH = (
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|preceding|all|any|other|your|the)\b"
    r".{0,30}\b(?:instruction|prompt|direction|rule|guideline|command|message)s?",
    r"\bignore (?:all|everything|anything) (?:above|before|previous)",
    r"\b(?:give|write|provide|produce|output|generate|return|submit|emit)\b.{0,60}\b(?:positive|favou?rable|glowing|good|high|accepting)\b"
    r".{0,30}\b(?:review|rating|score|assessment|evaluation|recommendation|summary|feedback)s?\b",
    r"\b(?:do not|don't|never|avoid)\b.{0,30}\b(?:highlight|mention|list|include|give|discuss|point out|reveal)\w*\b.{0,30}"
    r"\b(?:negatives?|weakness(?:es)?|limitations?|criticisms?|flaws?|system prompt|instructions?)\b",
    r"\b(?:recommend|suggest|vote for)\b.{0,20}\b(?:accept(?:ance|ing)?|publication)\b.{0,40}\b(?:paper|manuscript|submission|work)\b",
    r"\b(?:if you are|as|you are|you're|dear|note to|attention|hello|for)\b,? (?:an? |the |any |all )?"
    r"(?:ai|llm|llms|large language models?|language models?|ai assistants?|chatbots?|ai models?|ai reviewers?|llm reviewers?|gpt|chatgpt|claude|gemini)\b"
    r".{0,60}\b(?:review|reviewer|must|should|please|ignore|instruct|write|give|output|respond|say|reading|rate)",
    r"\b(?:system|assistant|developer) ?(?:prompt|message|note)?\s*:\s*.{0,40}\b(?:you (?:are|must|should|will)|ignore|respond|always)\b",
    r"\b(?:reply|respond|answer|output|print)\b (?:only|exactly|with only|just)\b.{0,60}",
    r"\b(?:new|updated|important|hidden|secret) instructions?\b\s*:",
    r"\byou (?:must|should|will|are now|are required to|are instructed to)\b.{0,60}\b(?:review|rate|accept|recommend|praise|summari[sz]e|respond|output|say)\b",
    r"\bpraise\b.{0,40}\b(?:novelty|contributions?|methodology|paper|authors?|work)\b",
    r"\bin your (?:review|summary|response|answer|report)\b.{0,60}\b(?:say|write|include|state|mention|use|emphasi[sz]e|must|should)\b",
    r"<\|?(?:im_start|system|endoftext|im_end|user|assistant)\|?>|\[/?INST\]",
)
_CHINESE = (
    r"(?:忽略|无视|忽視|忘记|忘掉|不要理会|跳过)[^。]{0,15}(?:指令|指示|提示|要求|规则|说明|命令|内容)",
    r"(?:给出|只给|写出|输出|提供|生成|请给)[^。]{0,15}(?:正面|积极|好评|肯定|高分|有利)[^。]{0,10}(?:评价|评审|审稿|意见|评分|评论|总结)?",
    r"(?:不要|不得|切勿|禁止)[^。]{0,10}(?:提及|指出|提到|列出|讨论|强调)[^。]{0,12}(?:缺点|不足|负面|弱点|局限|问题)",
    r"(?:推荐|建议)[^。]{0,8}(?:接收|接受|录用|发表)",
    r"(?:作为|如果你是|你是)[^。]{0,8}(?:人工智能|语言模型|大模型|AI|助手|审稿)[^。]{0,30}(?:请|必须|应|要|务必)",
    r"(?:系统|隐藏)(?:提示|指令)\s*[:：]",
)


def looks_like_instruction(text: str) -> bool:
    """Whether ``text`` tells a model or a reviewer what to write, such as "ignore previous instructions".

    The function is for text that was hidden. A paper about prompt injection quotes such sentences in plain sight, which
    is no offence. White space and case do not matter.
    """
    return _patterns().search(" ".join(text.split())) is not None


@cache
def _patterns() -> re.Pattern[str]:
    """Return all patterns as one. They are compiled (4 ms) for the first text, because few stored pages have one."""
    return re.compile("|".join((*_ENGLISH, *_CHINESE)), re.IGNORECASE)
