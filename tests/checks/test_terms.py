"""Renderings that are known to be wrong are found. The same words with another meaning are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize.checks.pair import Pair
from summarize.checks.words.terms import check_terms
from summarize.prompting.glossary import Glossary, load_glossary
from summarize.values import Finding, UnitName


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary()


def _check(
    glossary: Glossary, source: str, target: str, unit: UnitName = "abstract", context: str = ""
) -> list[Finding]:
    return check_terms(Pair(unit, source, target, None, glossary, context))


def test_a_wrong_rendering_is_told_with_the_usual_one(glossary: Glossary) -> None:
    (finding,) = _check(glossary, "Policy gradient methods drift.", "政策梯度方法会漂移。")
    assert finding.expected == "策略梯度"


FAULTY = [
    ("error", "A Transformer without position signals still counts.", "没有位置信号的变压器仍能计数。", "变压器"),
    ("error", "We train transformers on maps.", "我们用地图训练变形金刚。", "变形金刚"),
    ("error", "An LLM as a judge prefers long answers.", "作为法官的大语言模型偏爱长回答。", "法官"),
    ("error", "Few-shot prompting helps small models.", "少镜头提示有助于小模型。", "少镜头"),
    ("error", "It works in the 1-shot setting.", "它在单镜头设置下有效。", "单镜头"),
    ("error", "Zero-shot transfer to new sites is hard.", "向新站点的零射击迁移很难。", "零射击"),
    ("error", "Each token costs one step.", "每个代币花费一步。", "代币"),
    ("error", "Policy gradient methods drift.", "政策梯度方法会漂移。", "政策梯度"),
    ("error", "Beam search returns short captions.", "光束搜索返回简短的描述。", "光束搜索"),
    ("error", "The loss function is bounded.", "损失功能是有界的。", "损失功能"),
    ("error", "Ground truth is known for 40 scenes.", "40 个场景的地面真相是已知的。", "地面真相"),
    ("error", "It reaches the state of the art.", "它达到了艺术状态。", "艺术状态"),
    ("error", "Dropout hurts shallow nets.", "辍学会损害浅层网络。", "辍学"),
    ("error", "A bandit with delayed feedback.", "具有延迟反馈的强盗。", "强盗"),
    ("error", "Low-rank updates suffice.", "低等级更新就足够了。", "低等级"),
    ("error", "Data lie near a manifold.", "数据位于歧管附近。", "歧管"),
    ("error", "We solve ordinary differential equations.", "我们求解普通微分方程。", "普通微分方程"),
    ("error", "The ground state is degenerate.", "地面状态是简并的。", "地面状态"),
    ("error", "Image registration of two scans.", "两次扫描的图像注册。", "图像注册"),
    ("error", "Prompt engineering is brittle.", "快速工程很脆弱。", "快速工程"),
    ("error", "Checkpoints are released.", "关卡已发布。", "关卡"),
    ("error", "Logistic regression is enough.", "物流回归就够了。", "物流回归"),
    ("error", "String theory on curved spaces.", "弯曲空间上的字符串理论。", "字符串理论"),
    ("error", "The treebank has 900 sentences.", "该树银行有 900 个句子。", "树银行"),
    ("warning", "We remove each part in an ablation of the reader.", "我们在对阅读器的烧蚀中移除各部分。", "烧蚀"),
    ("warning", "Emergent abilities appear late.", "新兴能力出现得晚。", "新兴"),
    ("warning", "Multimodal models read charts.", "多模式模型读取图表。", "多模式"),
    ("warning", "Transfer learning from one clinic.", "来自一家诊所的转移学习。", "转移学习"),
    ("warning", "Dynamic programming over trees.", "树上的动态编程。", "动态编程"),
    ("warning", "The policy is trained with a sparse reward.", "该政策以稀疏奖励训练。", "政策"),
    ("warning", "A game with a unique Nash equilibrium.", "具有唯一纳什均衡的游戏。", "游戏"),
    ("warning", "Every edge joins two nodes of the graph.", "每个边缘连接图的两个节点。", "边缘"),
    ("warning", "Next-token prediction alone suffices.", "仅下一代标记预测就足够了。", "下一代"),
    ("warning", "Models hallucinate rare facts.", "模型会幻想罕见的事实。", "幻想"),
    ("warning", "Mutual information is maximized.", "相互信息被最大化。", "相互信息"),
    ("warning", "Inter-annotator agreement is 0.8.", "注释者之间的协议为 0.8。", "协议"),
    ("warning", "Differential privacy costs accuracy.", "差异隐私以准确率为代价。", "差异隐私"),
    ("error", "Image corruptions hurt the encoder.", "图像腐败会损害编码器。", "腐败"),
    ("error", "Class imbalance is common.", "班级不平衡很常见。", "班级不平衡"),
    ("error", "A model-agnostic probe.", "一种模型不可知论的探针。", "不可知论"),
    ("error", "First-order methods converge.", "首单方法会收敛。", "首单"),
    ("warning", "Training of a language model is costly.", "语言模型的培训成本高昂。", "培训"),
    ("warning", "We release all code.", "我们释放所有代码。", "释放"),
    ("warning", "It beats the baseline by two points.", "它比底线高两个点。", "底线"),
]


@pytest.mark.parametrize(("severity", "source", "target", "wrong"), FAULTY)
def test_a_rendering_known_to_be_wrong_is_found(
    glossary: Glossary, severity: str, source: str, target: str, wrong: str
) -> None:
    findings = _check(glossary, source, target)
    assert [(f.code, f.severity, f.target) for f in findings] == [("term", severity, wrong)]
    assert findings[0].source and findings[0].source in source


CLEAN = [
    ("A Transformer reads the page.", "Transformer 读取该页。"),
    ("The substation's transformer overheats at high voltage.", "变电站的变压器在高电压下过热。"),
    ("A court asks whether an LLM may replace a judge.", "法院询问大语言模型能否取代法官。"),
    ("A one-shot film taken with one camera.", "用一台摄影机拍摄的单镜头电影。"),
    ("Tokens of a crypto exchange.", "一家加密货币交易所的代币。"),
    ("Climate policy is evaluated with reinforcement learning.", "用强化学习评估气候政策。"),
    ("Video games teach planning at equilibrium.", "电子游戏在均衡中教会规划。"),
    ("Students drop out; dropout is lower in small classes.", "学生辍学；小班的辍学率更低。"),
    ("Emerging markets and emergent order.", "新兴市场与涌现的秩序。"),
    ("Edge detection on a graph of nodes.", "在节点图上的边缘检测。"),
    ("A figure shows the graph and its nodes.", "一个图形展示了该图及其节点。"),
    ("Laser ablation of metals.", "金属的激光烧蚀。"),
    ("Federated learning and joint learning.", "联邦学习与联合学习。"),
    ("Patterns in each modality of multimodal data.", "多模态数据各模态中的模式。"),
    ("The plasma concentration in patients.", "患者的血浆浓度。"),
    ("Volatility of organic compounds in vapor.", "蒸汽中有机化合物的挥发性。"),
    ("Cooking recipes with rare ingredients.", "含稀有配料的烹饪食谱。"),
    ("Graphics on a GPU; graph nodes.", "GPU 上的图形；图节点。"),
    ("Results generalize to graphs of any size when trained once.", "训练一次后，结果可推广到任意大小的图。"),
    ("Vanilla flavor in food.", "食品中的香草味。"),
    ("The latency of the virus.", "病毒的潜伏期。"),
    ("A novel about a reader of stories.", "一部关于故事读者的小说。"),
    ("Inflation raised prices.", "通货膨胀推高了价格。"),
    ("Oracle bone inscriptions are dated.", "对甲骨文进行了断代。"),
    ("A survey of 300 respondents.", "对 300 名受访者的调查。"),
    ("It matches the state of the art.", "它与最先进水平相当。"),
    ("We fuse pruning and fine-tuning.", "我们融合剪枝与微调。"),
    ("Interference disturbs inference.", "干扰会扰乱推理。"),
    ("Corruption in politics is measured.", "衡量政治中的腐败。"),
    ("A language model supports the training of employees.", "语言模型支持员工的培训。"),
    ("We release energy slowly.", "我们缓慢释放能量。"),
    ("Multi-turn dialogs need many conversions.", "多轮对话需要许多转换。"),
    ("Single-turn answers are easy to convert.", "单轮回答易于简单转换。"),
    ("Fine-tuning with optimal scheduling.", "采用最优调度的微调。"),
    ("Overfitting is avoided by configuration.", "通过配置避免过拟合。"),
    ("Open-weight models matter; work resumes.", "开放权重模型很重要，工作重新展开。"),
    ("A dataset consists of images.", "数据集由多组数据组成。"),
    ("Self-attention; concern from each side.", "自注意力；来自关注各方的担忧。"),
    ("The key-value store deserves attention.", "键值存储的关键值得注意。"),
    ("Inpainting of indoor images.", "室内画面的图像修复。"),
    ("Fixed points and repaired point clouds.", "不动点与修复点云。"),
    ("Mean squared error; this means that it helps.", "均方误差；这意味着它有帮助。"),
    ("A low-rank model of low-level features.", "低级别特征的低秩模型。"),
    ("The geometric mean has a geometric meaning.", "几何平均具有几何意义。"),
    ("FLOPs are saved although some runs crash.", "尽管有些运行失败，FLOPs 仍得到节省。"),
    ("A layer of a graph network.", "图网络的图层。"),
    ("The memory bounds are tight.", "内存边界是紧的。"),
    ("A line bundle is wrapped.", "对线丛进行包装。"),
    ("We release a rollout tool for reward tuning.", "我们推出用于奖励调整的 rollout 工具。"),
    ("Swarms and clustering.", "集群与聚类。"),
    ("Backdoors stay dormant in the latent space.", "后门在潜在空间中潜伏。"),
    ("Game levels serve as checkpoints.", "游戏关卡充当检查点。"),
    ("The trial's test set and control group.", "试验的测试集与对照测试组。"),
    ("Crypto trading has a trade-off.", "加密货币交易存在权衡。"),
]


@pytest.mark.parametrize(("source", "target"), CLEAN)
def test_the_same_words_with_another_meaning_are_no_mistake(glossary: Glossary, source: str, target: str) -> None:
    assert _check(glossary, source, target) == []


def test_the_rest_of_the_paper_says_what_a_title_means(glossary: Glossary) -> None:
    source, target = "Learning a Policy", "学习一项政策"
    assert _check(glossary, source, target, "title") == []
    assert _check(glossary, source, target, "title", context="The agent maximizes its reward.")[0].target == "政策"


def test_a_wrong_word_is_reported_once_however_often_it_stands(glossary: Glossary) -> None:
    findings = _check(glossary, "Transformers beat transformers.", "变压器胜过变压器。")
    assert [f.source for f in findings] == ["Transformers"]


def test_the_words_of_a_longer_mistake_are_not_reported_again(glossary: Glossary) -> None:
    findings = _check(glossary, "Policy gradient with a reward", "带奖励的政策梯度")
    assert [(f.target, f.severity) for f in findings] == [("政策梯度", "error")]


def test_a_longer_term_inherits_what_its_words_must_not_become(glossary: Glossary) -> None:
    findings = _check(glossary, "Markov games have equilibria.", "马尔可夫游戏有均衡。")
    assert [f.target for f in findings] == ["游戏"]


def test_an_accepted_rendering_of_another_term_is_no_mistake(glossary: Glossary) -> None:
    assert _check(glossary, "Edge devices hold graph nodes.", "边缘设备保存图节点。") == []


def _own(tmp_path: Path, text: str) -> Glossary:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return load_glossary(path)


def test_the_users_own_rendering_must_be_followed(tmp_path: Path) -> None:
    mine = _own(tmp_path, '"agent" = "代理体"\n')
    findings = _check(mine, "Two agents talk.", "两个智能体交谈。")
    assert [(f.code, f.severity, f.source) for f in findings] == [("term", "warning", "agents")]
    assert "代理体" in findings[0].message
    assert _check(mine, "Two agents talk.", "两个代理体交谈。") == []


def test_a_summary_need_not_use_every_term_of_the_source(tmp_path: Path) -> None:
    mine = _own(tmp_path, '"agent" = "代理体"\n')
    assert _check(mine, "Two agents talk.", "他们交谈。", "summary") == []


def test_english_that_the_user_lets_stay_is_followed(tmp_path: Path) -> None:
    mine = _own(tmp_path, '"agent" = { zh = "代理体", keep = true }\n')
    assert _check(mine, "Two agents talk.", "两个 Agent 交谈。") == []


def test_without_a_glossary_there_is_nothing_to_say() -> None:
    assert check_terms(Pair("abstract", "A Transformer.", "一个变压器。")) == []


def test_a_wrong_rendering_is_found_behind_a_place_where_it_is_right(glossary: Glossary) -> None:
    source = "The neural network reads sea maps. Each layer is frozen."
    found = _check(glossary, source, "该神经网络读取海洋地图层。每个图层都被冻结。")
    assert [(f.code, f.source, f.target) for f in found] == [("term", "layer", "图层")]
