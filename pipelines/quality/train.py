#!/usr/bin/env python3
"""Fits the constants of `match` on labelled open sets and prints how they do on sets that they were not fitted on.

  train.py BIN DATA              leave-one-set-out figures, then the figures with the constants of all sets
  train.py BIN DATA --write FILE also writes the constants as Swift source

BIN holds the programs; DATA holds er/abt-buy and er/amazon-google. numpy and scipy are needed.

Two fits, as the program uses them: a logistic score over the pair features, each weight held to its sign, and a logistic
acceptance over the score, its margins and the catalogues' densities, on the pairs that the score assigns."""
import argparse
import json
import math
import os
import subprocess

import numpy as np
from scipy.optimize import minimize

import benchmarks

FEATURES = [
    ("leftCoverage", 1), ("rightCoverage", 1), ("codeRarity", 1), ("codeConflict", -1), ("unexplainedNumbers", -1),
    ("brandConflict", -1), ("priceGap", -1), ("colourConflict", -1), ("platformConflict", -1), ("modelDistance", -1),
    ("leftMargin", 1), ("rightMargin", 1),
]
REGULARISATION = 10.0
# As in Sources/Matching/Acceptance.swift.
TEMPERATURE, HIGHEST_PRIOR, PRIOR_WEIGHT = 0.7, 0.99, 4.0


class Set:
    """The candidate pairs of one labelled set, as the program compares them."""

    def __init__(self, binaries, data, name):
        self.name, self.input = name, benchmarks.products(data, name).encode()
        self.truth = benchmarks.truth(data, name)
        pairs = [json.loads(line) for line in self.run(binaries, "--features").splitlines()]
        self.pairs = [(pair["brand"], pair["halilit"]) for pair in pairs]
        self.left, self.right = numbered(pair[0] for pair in self.pairs), numbered(pair[1] for pair in self.pairs)
        self.features = np.array([pair["features"] for pair in pairs])
        self.density = np.array([pair["density"] for pair in pairs])
        self.label = np.array([pair in self.truth for pair in self.pairs])

    def run(self, binaries, *options):
        return subprocess.run([os.path.join(binaries, "match"), *options], input=self.input, capture_output=True, check=True).stdout

    def linked(self, binaries):
        """The pairs that the program itself links with the constants it was built with."""
        links = map(json.loads, self.run(binaries).splitlines())
        return {(link["brand"]["id"], link["halilit"]["halilit_id"])
                for link in links if link["type"] == "link" and link["class"] == "PRIMARY"}


def numbered(keys):
    numbers = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys])


def logistic(x, y, weight, signs=None):
    def loss(v):
        z = x @ v[:-1] + v[-1]
        p = 1 / (1 + np.exp(-z))
        r = weight * (p - y)
        value = (weight * (np.logaddexp(0, z) - y * z)).sum() + 0.5 * REGULARISATION * (v[:-1] @ v[:-1])
        return value, np.append(x.T @ r + REGULARISATION * v[:-1], r.sum())

    bounds = None if signs is None else [(0, None) if s > 0 else (None, 0) for s in signs] + [(None, None)]
    v = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x
    return v[:-1], v[-1]


def margins(score, keys):
    best = np.full(keys.max() + 1, -np.inf)
    second = best.copy()
    for s, k in zip(score, keys):
        if s > best[k]:
            second[k], best[k] = best[k], s
        elif s > second[k]:
            second[k] = s
    other = np.where(score == best[keys], second[keys], best[keys])
    return score - other


def assign(score, left, right):
    taken_left, taken_right, chosen = set(), set(), []
    for pair in np.lexsort((np.arange(len(score)), -score)):
        if left[pair] not in taken_left and right[pair] not in taken_right:
            taken_left.add(left[pair])
            taken_right.add(right[pair])
            chosen.append(pair)
    return np.array(chosen)


def scores(data, model):
    x = (data.features - model["score"]["means"]) / np.maximum(model["score"]["deviations"], 1e-6)
    return x @ model["score"]["weights"] + model["score"]["bias"]


def acceptance(data, score):
    chosen = assign(score, data.left, data.right)
    columns = [np.clip(score, -8, 8), np.clip(margins(score, data.left), -4, 6), np.clip(margins(score, data.right), -4, 6),
               data.density[:, 0], data.density[:, 1]]
    return chosen, np.column_stack(columns)[chosen]


def linear(x, y, weight, signs=None):
    means, deviations = x.mean(0), np.maximum(x.std(0), 1e-6)
    weights, bias = logistic((x - means) / deviations, y, weight, signs)
    return {"means": means, "deviations": deviations, "weights": weights, "bias": float(bias)}


def fit(sets):
    weight = np.concatenate([np.full(len(s.label), 1000 / s.label.sum()) for s in sets])
    model = {"score": linear(np.vstack([s.features for s in sets]), np.concatenate([s.label for s in sets]).astype(float),
                             weight, [sign for _, sign in FEATURES])}
    x, y, w = [], [], []
    for s in sets:
        chosen, columns = acceptance(s, scores(s, model))
        label = s.label[chosen]
        x.append(columns)
        y.append(label)
        w.append(np.where(label, 250 / label.sum(), 250 / max(1, (~label).sum())))
    model["acceptance"] = linear(np.vstack(x), np.concatenate(y).astype(float), np.concatenate(w))
    return model


def probabilities(logit):
    prior = 0.5
    for _ in range(200):
        p = 1 / (1 + np.exp(-(logit + math.log(prior / (1 - prior)))))
        following = min(HIGHEST_PRIOR, max(0.01, (p.sum() + PRIOR_WEIGHT / 2) / (len(p) + PRIOR_WEIGHT)))
        if abs(following - prior) < 1e-7:
            break
        prior = following
    return p


def decide(data, model):
    chosen, x = acceptance(data, scores(data, model))
    a = model["acceptance"]
    p = probabilities(TEMPERATURE * ((x - a["means"]) / a["deviations"] @ a["weights"] + a["bias"]))
    ranked = np.sort(p)[::-1]
    expected = 2 * np.cumsum(ranked) / (np.arange(1, len(p) + 1) + p.sum())
    return chosen, p, expected.max() / 2


def figures(data, model, how):
    chosen, p, cut = decide(data, model)
    label, accepted = data.label[chosen], p >= cut
    right, sure = label[accepted].sum(), p >= 0.9
    f1 = 2 * right / (accepted.sum() + len(data.truth))
    print(f"{data.name:14} {how:22} F1 {f1:.4f}  precision {right / accepted.sum():.4f}  recall {right / len(data.truth):.4f}"
          f"  links {accepted.sum()}  right among p >= .9: {label[sure].mean():.4f} of {sure.sum()}")
    return {data.pairs[k] for k in chosen[accepted]}


def calibration(data, model, how):
    chosen, p, _ = decide(data, model)
    print(f"{data.name}, {how}: probability, pairs, share right")
    for low in [0.0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98]:
        high = {0.0: 0.25, 0.25: 0.5, 0.5: 0.75, 0.75: 0.9, 0.9: 0.95, 0.95: 0.98, 0.98: 1.01}[low]
        here = (p >= low) & (p < high)
        if here.any():
            print(f"  {low:.2f}-{min(high, 1):.2f}  {here.sum():5}  {data.label[chosen][here].mean():.3f}")


def swift(model, names):
    def array(values):
        return "[\n" + "".join(f"        {float(v)!r},\n" for v in values) + "      ]"

    def block(part):
        return "\n".join(f"      {key}: {array(model[part][key])}," for key in ("means", "deviations", "weights")) \
            + f"\n      bias: {model[part]['bias']!r})"

    return f"""// Written by pipelines/quality/train.py; fit again instead of editing.

extension MatchConstants {{
  /// Fitted on {" and ".join(names)}.
  package static let fitted = MatchConstants(
    score: Linear(
{block("score")},
    acceptance: Linear(
{block("acceptance")})
}}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binaries")
    parser.add_argument("data")
    parser.add_argument("--write", metavar="FILE")
    options = parser.parse_args()
    sets = [Set(options.binaries, options.data, name) for name in benchmarks.SETS]
    for s in sets:
        print(f"{s.name}: {len(s.pairs)} pairs compared, {s.label.sum()} of {len(s.truth)} true ones among them")
    for s in sets:
        model = fit([other for other in sets if other is not s])
        figures(s, model, "fitted on the other")
        calibration(s, model, "fitted on the other")
    model = fit(sets)
    for s in sets:
        linked = figures(s, model, "fitted on all")
        print(f"  the program's links with its own constants: {len(s.linked(options.binaries))}, {len(s.linked(options.binaries) ^ linked)} differ")
    print("weights:", {name: round(float(w), 3) for (name, _), w in zip(FEATURES, model["score"]["weights"])})
    if options.write:
        with open(options.write, "w", encoding="utf-8") as file:
            file.write(swift(model, ["Abt-Buy", "Amazon-Google"]))


if __name__ == "__main__":
    main()
