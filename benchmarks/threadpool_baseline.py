"""The baseline of a batch: a pool of threads over ``openai``, two calls a paper, nothing stored or checked."""

import sys
from concurrent.futures import ThreadPoolExecutor

import openai

base_url, papers, jobs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
client = openai.OpenAI(base_url=base_url, api_key="none")


def ask(n: int) -> str:
    text = f"[0] Report {n} on Copper Wires\n[1] We measure {n} copper wires."
    for request in (text, f"# One line\n{text}"):
        reply = client.chat.completions.create(model="test-model", messages=[{"role": "user", "content": request}])
    return reply.choices[0].message.content or ""


with ThreadPoolExecutor(jobs) as pool:
    print(sum(len(answer) for answer in pool.map(ask, range(1, papers + 1))))
