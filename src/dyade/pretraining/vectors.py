"""Token vectors from the corpus's own counts, the start of the embeddings.

Positive pointwise mutual information of neighbouring tokens, factorised by a randomised SVD: Levy and
Goldberg, "Neural Word Embedding as Implicit Matrix Factorization" (2014).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def ppmi_vectors(
    ids: npt.NDArray[np.uint16], vocabulary: int, width: int, window: int = 5, seed: int = 0
) -> npt.NDArray[np.float32]:
    """One vector a token, *shape* (vocabulary, width), zero mean, standard deviation .02.

    Args:
        ids: the tokens of the corpus in their order.
        window: how many tokens to each side count as neighbours, weighted by 1/distance.
    """
    from scipy.sparse import coo_array, diags_array
    from sklearn.utils.extmath import randomized_svd

    counts = coo_array((vocabulary, vocabulary), dtype=np.float32).tocsr()
    for distance in range(1, window + 1):
        left, right = ids[:-distance].astype(np.int32), ids[distance:].astype(np.int32)
        ones = np.full(len(left), 1 / distance, dtype=np.float32)
        counts += coo_array((ones, (left, right)), shape=counts.shape).tocsr()
    counts = counts + counts.T
    total, degree = counts.sum(), np.maximum(counts.sum(axis=1), 1e-9)
    inverse = diags_array(1 / degree)
    # Context counts to the power .75 (as in word2vec) keep rare tokens from ruling the factors.
    smooth = degree**0.75
    context = diags_array(smooth.sum() / smooth / total)
    ppmi = (inverse @ counts @ context * total).tocsr()
    ppmi.data = np.maximum(np.log(np.maximum(ppmi.data, 1e-9)), 0)
    ppmi.eliminate_zeros()
    left_vectors, values, _ = randomized_svd(ppmi, width, n_iter=2, random_state=seed)
    vectors = left_vectors * np.sqrt(values)
    vectors -= vectors.mean(axis=0)
    return np.asarray(vectors * (0.02 / vectors.std()), dtype=np.float32)
