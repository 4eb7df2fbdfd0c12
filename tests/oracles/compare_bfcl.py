"""Compares our judgement of calls with the leaderboard's own, on its accepted answers and on changed ones.

    pip download --no-deps bfcl-eval==2026.3.23 && unzip bfcl_eval-*.whl -d PACKAGE
    python tests/oracles/compare_bfcl.py PROBE PACKAGE BFCL [--seed 1]

PROBE is the built bfcl_probe (cmake --build --preset release --target bfcl_probe), PACKAGE the unpacked wheel, of which the
checker alone is loaded, BFCL the folder of its questions. Prints the number of calls judged alike and each that is not;
ends with 1 when there is one.
"""

import argparse
import copy
import json
import pathlib
import random
import subprocess
import sys
import types

CATEGORIES = ["simple_python", "multiple", "parallel", "parallel_multiple"]
REPEATS = 12  # of each question, the first two unchanged


class EveryModel(dict):
    """The table of models, which the checker looks into for names written otherwise: none is."""

    def __getitem__(self, name):
        return types.SimpleNamespace(underscore_to_dot=False)


def load_checker(package):
    sys.path.insert(0, str(package))
    models = types.ModuleType("bfcl_eval.constants.model_config")
    models.MODEL_CONFIG_MAPPING = EveryModel()
    sys.modules[models.__name__] = models
    from bfcl_eval.constants.enums import Language
    from bfcl_eval.eval_checker.ast_eval.ast_checker import ast_checker

    def is_right(functions, calls, accepted, category):
        arguments = (copy.deepcopy(each) for each in (functions, calls, accepted))
        return ast_checker(*arguments, Language.PYTHON, category, "any")["valid"]

    return is_right


def written(accepted):
    """One way to write an accepted value."""
    if isinstance(accepted, dict):
        chosen = {key: random.choice(values) for key, values in accepted.items()}
        return {key: value for key, value in chosen.items() if value != ""}
    if isinstance(accepted, list) and accepted and isinstance(accepted[0], dict):
        return [written(item) for item in accepted]
    return copy.deepcopy(accepted)


def changed_text(text):
    return random.choice(
        [text.upper(), text + " ", text.replace(" ", "_"), text + "x", "'" + text + "'", text.replace('"', "'"), [text], 3]
        + [text.replace(",", ";"), "", text.title()]
    )


def changed(value):
    """A value that may or may not still be right."""
    if isinstance(value, bool):
        return random.choice([not value, int(value), str(value)])
    if isinstance(value, int):
        return random.choice([value + 1, float(value), str(value), True, -value])
    if isinstance(value, float):
        return random.choice([value + 0.1, int(value), str(value)])
    if isinstance(value, str):
        return changed_text(value)
    result = copy.deepcopy(value)
    if isinstance(value, list):
        if value and random.random() < 0.5:
            place = random.randrange(len(value))
            result[place] = changed(value[place])
            return result
        return random.choice([value[::-1], value[:-1], [], value + value[:1]])
    if isinstance(value, dict) and value:
        key = random.choice(list(value))
        kind = random.random()
        if kind < 0.5:
            result[key] = changed(value[key])
        elif kind < 0.75:
            del result[key]
        else:
            result["unknown"] = 1
    return result


def changed_calls(calls):
    call = random.choice(calls)
    function = next(iter(call))
    arguments = call[function]
    kind = random.random()
    if arguments and kind < 0.7:
        name = random.choice(list(arguments))
        arguments[name] = changed(arguments[name])
    elif arguments and kind < 0.8:
        del arguments[random.choice(list(arguments))]
    elif kind < 0.85:
        arguments["unknown"] = 1
    elif kind < 0.9:
        call[function + "_"] = call.pop(function)
    elif kind < 0.95:
        random.shuffle(calls)
    else:
        return random.choice([calls + calls[:1], calls[1:]])
    return calls


def draw_calls(accepted):
    calls = []
    for call in accepted:
        function = next(iter(call))
        arguments = {}
        for name, values in call[function].items():
            value = random.choice(values)
            if value != "" or random.random() < 0.2:
                arguments[name] = written(value)
        calls.append({function: arguments})
    return calls


def draw_cases(folder):
    for category in CATEGORIES:
        name = f"BFCL_v4_{category}.json"
        answers = [json.loads(line) for line in (folder / "possible_answer" / name).read_text().splitlines()]
        accepted = {answer["id"]: answer["ground_truth"] for answer in answers}
        for line in (folder / name).read_text().splitlines():
            question = json.loads(line)
            for repeat in range(REPEATS):
                calls = draw_calls(accepted[question["id"]])
                calls = calls if repeat < 2 else changed_calls(calls)
                yield category, {"functions": question["function"], "accepted": accepted[question["id"]], "calls": calls}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("probe")
    parser.add_argument("package", type=pathlib.Path)
    parser.add_argument("bfcl", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    is_right = load_checker(arguments.package)
    cases = list(draw_cases(arguments.bfcl))
    lines = "".join(json.dumps(case) + "\n" for _, case in cases)
    verdicts = subprocess.run([arguments.probe], input=lines, text=True, capture_output=True, check=True).stdout.splitlines()
    n_right = n_alike = 0
    for (category, case), verdict in zip(cases, verdicts, strict=True):
        theirs = is_right(case["functions"], case["calls"], case["accepted"], category)
        n_right += theirs
        n_alike += theirs == (verdict == "right")
        if theirs != (verdict == "right"):
            print(f"theirs {theirs}, ours {verdict}: {json.dumps(case['calls'])} of {json.dumps(case['accepted'])}")
    print(f"{n_alike} of {len(cases)} judged alike, {n_right} of them right")
    return 0 if n_alike == len(cases) else 1


if __name__ == "__main__":
    sys.exit(main())
