"""The learned extractor: an encoder that tags the words of an article, read with the rules' constraints.

`labels` (spans as tags and back) → `windows` (words as model inputs) → `network` (probabilities of the tags)
→ `decoding` (tags as drafts of statements) → `extractor` (statements of an article, alone or with the rules').
`examples` and `learning` train it, `exporting` writes its ONNX file, and `choosing` sets, on dev, how it is
combined with the rules.
"""
