r"""Structures a file: python client.py page.txt [address].

From the root of the repository:

    python3 -m venv .venv && .venv/bin/pip install grpcio grpcio-tools
    .venv/bin/python -m grpc_tools.protoc -I proto --python_out=.venv --grpc_python_out=.venv \
        proto/maqal/v1/*.proto proto/google/rpc/status.proto
    PYTHONPATH=.venv .venv/bin/python examples/python/client.py examples/article.txt
"""
import sys

import grpc
from maqal.v1 import structuring_service_pb2 as api
from maqal.v1 import structuring_service_pb2_grpc as rpc

with grpc.insecure_channel(sys.argv[2] if len(sys.argv) > 2 else "127.0.0.1:50051") as channel:
    maqal = rpc.StructuringServiceStub(channel)
    raw = api.RawArticle(content=open(sys.argv[1], encoding="utf-8").read())
    article = maqal.StructureArticle(api.StructureArticleRequest(article=raw)).article
    print(article.headline.text, article.date_published.value, sep="\n")
    for name, texts in [
        ("authors", [author.name.text for author in article.authors]),
        ("keywords", [keyword.text for keyword in article.keywords]),
        ("related", [headline.text for headline in article.related_headlines]),
    ]:
        print(name, *texts, sep="\n  ")
