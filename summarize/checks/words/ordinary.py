"""Which English words are ordinary ones, that Chinese text has words for, and no names, commands or field's terms.

In the prose of a paper every word in small letters is one, a few names and loanwords excepted. Elsewhere, in texts about
programs above all, nearly every short word is also somebody's identifier; there only endings count that identifiers
hardly ever have.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SURE_ENDINGS = re.compile(r"[a-z]{3,}(?:ly|ness|ity|ities|ous|ful|[gdr]ent|ism|ship)")
_SHORT = frozenset(
    """
    all and any are big both but can did due few for gap get has her his how its key law lay let low may men new non nor
    not now odd off old one our out own per put raw run say see set she sum tax ten the too two use war was way who why
    yes yet you
    """.split()  # noqa: SIM905 - as a list it would be three screens long
)
# Names written in small letters, loanwords and measures that stay as they are in Chinese text.
_STAYS = frozenset(
    """
    app apps arxiv bert bibtex bilibili blog bug bugs clip cookie cuda dino docker dropout email emoji fasttext grep
    flops gensim github glove google http https huggingface json kaggle keras kernel keynote latex linux llama logits
    mamba matplotlib mini mixup numpy ollama pandas pixel plus podcast poster pytorch qwen scikit scipy seaborn sigmoid
    sklearn softmax spacy tanh tensorflow tiktok token tokens torch tqdm transformer transformers twitter vllm wandb
    whisper wiki wikipedia xgboost youtube html https www com org vs versus et al etc cos exp log lim max min mod sin tan
    """.split()  # noqa: SIM905 - as a list it would be three screens long
)
_CODE = re.compile(
    r"\w\(\)|\b[a-z]+_[a-z_]+|\b(?:None|NULL|std(?:in|out|err)|argv|kwargs)\b|(?<![\w-])--[a-z]|\b\w+\.py\b"
    r"|\b[a-z]{2,}\.[a-z]{2,}\b"
)
_RESEARCH = re.compile(
    r"\b(?:LLMs?|GPUs?|SOTA)\b|(?i:\b(?:in this (?:paper|work|study|article|survey)|this paper"
    # Papers say what their authors do; manuals say what "we" can, have or want.
    r"|we (?!are|have|can|could|will|would|want|need|must|may|might|should|know|use|do|call|get|saw|had|were|just|also)[a-z]+"
    r"|our (?:\w+ )?(?:models?|methods?|approach|results|findings|estimators?|systems?|work|study|analysis|experiments)"
    r"|trained on|accuracy|p < 0|studied|observed|participants|samples? of"
    r"|language models?|neural|datasets?|benchmarks?|experiments|state[- ]of[- ]the[- ]art|theorem|empirical\w*|outperform\w*"
    r"|fine-?tun\w+|annotat\w+|deep learning|reinforcement learning|machine learning|classifiers?|supervised|estimators?"
    r"|quantum|galax\w+|patients?|cohorts?|robots?|simulations?|manifolds?|conjectures?)\b)"
)
_ADDRESS = re.compile(r"https?://\S+|[\w.-]+\.(?:com|org|io|net|edu|cn)\b\S*|\b(?:i\.e|e\.g)\b")


@lru_cache(maxsize=64)
def is_prose_of_research(text: str) -> bool:
    """Whether a text is a paper's prose: it says what papers say, and nothing in it is typed code."""
    return _RESEARCH.search(text) is not None and _CODE.search(_ADDRESS.sub(" ", text)) is None


def is_ordinary(word: str, *, prose: bool) -> bool:
    """Whether a word in small letters is an ordinary English word that should not stand in Chinese.

    ``prose``: in the prose of a paper, as ``is_prose_of_research`` tells it; elsewhere many words are identifiers.
    """
    if word in _STAYS:
        return False
    if not prose:
        return _SURE_ENDINGS.fullmatch(word) is not None
    return len(word) >= 4 or word in _SHORT
