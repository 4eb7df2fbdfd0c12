"""Writes the goldens of the chat templates with jinja2, set up as the transformers library does.

    python3 -m venv VENV && VENV/bin/pip install jinja2==3.1.6
    VENV/bin/python tests/golden/templates/make_golden.py [folder of *.jinja files]

conversations.json: variables for templates, by name. rendered.json: for every template of the folder (not part of the
repository: they are other people's) and every conversation what jinja2 gives: the pieces of the text in a table of
lines, or the message of the error. snippets.jsonl: the variables of
the small templates of snippets.py, then a line a template with what jinja2 gives for it.
"""

import datetime
import functools
import json
import pathlib
import sys

import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.nodes import CallBlock
from jinja2.sandbox import ImmutableSandboxedEnvironment

import snippets

HERE = pathlib.Path(__file__).resolve().parent
NOW = datetime.datetime(2026, 3, 9, 7, 5, 2)  # tests/text/chat_template_test.cc pins the same moment


class Generation(Extension):
    """{% generation %}: marks what the assistant said; rendering gives its body."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


@functools.cache
def environment():
    made = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
    made.filters["tojson"] = tojson
    made.globals["raise_exception"] = raise_exception
    made.globals["strftime_now"] = lambda form: NOW.strftime(form)
    return made


@functools.cache
def compiled(source):
    return environment().from_string(source)


def outcome(source, variables):
    try:
        return {"is": compiled(source).render(**variables)}
    except Exception as error:  # whatever jinja2 or Python raise; ours must throw too
        return {"error": str(error).split("\n")[0][:160]}


def write(name, content):
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (HERE / name).write_text(text + "\n", encoding="utf-8")


def tool(name, description, properties, required):
    parameters = {"type": "object", "properties": properties, "required": required}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


TOOLS = [
    tool("weather", "Tells the weather.", {"city": {"type": "string", "description": " The city's <name>, \"quoted\" "},
         "days": {"type": "integer", "description": "How many & when", "minimum": 1}}, ["city"]),
    tool("créer", "Ajoute un événement.", {"titre": {"type": "string", "description": "Le titre"},
         "invités": {"type": "array", "items": {"type": "string"}, "description": "Qui vient"},
         "poids": {"type": ["number", "null"], "description": "kg", "default": 1.5},
         "options": {"type": "object", "additionalProperties": {"type": "boolean"}, "description": "…"}}, []),
]
EMPTY_TOOL = [tool("now", "Tells the time.", {}, [])]


def call(name, arguments, identity="abcdef123"):
    return {"id": identity, "type": "function", "function": {"name": name, "arguments": arguments}}


def said(role, content, **more):
    return {"role": role, "content": content, **more}


def conversations():
    hello = said("user", "Hello!")
    system = said("system", "Be brief.")
    answer = said("assistant", "Hi there.")
    calls = said("assistant", "", tool_calls=[call("weather", {"city": "Zürich", "days": 2})])
    none_calls = said("assistant", None, tool_calls=[call("weather", {"city": "Zürich"})])
    bare_calls = {"role": "assistant", "tool_calls": [call("weather", {"city": "Oslo"})]}
    parallel = said("assistant", "", tool_calls=[call("weather", {"city": "Rome"}), call("créer", {"titre": "Fête", "invités": ["Zoé", "李"]}, "abcdef124")])
    text_calls = said("assistant", "", tool_calls=[call("weather", "{\"city\": \"Bern\"}")])
    result = said("tool", "{\"sky\": \"clear\", \"t\": 21.5}", name="weather", tool_call_id="abcdef123")
    second = said("tool", "ok", name="créer", tool_call_id="abcdef124")
    parts = said("user", [{"type": "text", "text": "What is this?"}, {"type": "image"}])
    thought = said("assistant", "<think>\nLet me see.\n</think>\n\nIt is clear.")
    bye = said("user", "Bye.")
    cases = {
        "user": ([hello], {}),
        "system and user": ([system, hello], {}),
        "two turns": ([hello, answer, bye], {}),
        "two turns with system": ([system, hello, answer, bye], {}),
        "ends with the assistant": ([hello, answer], {}),
        "four turns": ([system, hello, answer, bye, answer, hello, answer, bye], {}),
        "tools": ([hello], {"tools": TOOLS}),
        "tools and system": ([system, hello], {"tools": TOOLS}),
        "a tool without parameters": ([hello], {"tools": EMPTY_TOOL}),
        "no tools": ([hello], {"tools": []}),
        "tools are none": ([hello], {"tools": None}),
        "a call": ([hello, calls, result], {"tools": TOOLS}),
        "a call answered": ([system, hello, calls, result, answer, bye], {"tools": TOOLS}),
        "a call without content": ([hello, none_calls, result, answer], {"tools": TOOLS}),
        "a call with no content at all": ([hello, bare_calls, result], {"tools": TOOLS}),
        "parallel calls": ([hello, parallel, result, second], {"tools": TOOLS}),
        "parallel calls answered": ([hello, parallel, result, second, answer], {"tools": TOOLS}),
        "arguments as text": ([hello, text_calls, result], {"tools": TOOLS}),
        "a call to come": ([hello, calls], {"tools": TOOLS}),
        "a short call id": ([hello, said("assistant", "", tool_calls=[call("weather", {}, "short")]), result], {"tools": TOOLS}),
        "a result without id": ([hello, calls, said("tool", "42")], {"tools": TOOLS}),
        "a result that is an object": ([hello, calls, said("tool", {"content": {"t": 1}}, tool_call_id="abcdef123")], {"tools": TOOLS}),
        "two users": ([hello, bye], {}),
        "starts with the assistant": ([answer, hello], {}),
        "two systems": ([system, system, hello], {}),
        "a system in the middle": ([hello, system, bye], {}),
        "an unknown role": ([hello, said("narrator", "Meanwhile.")], {}),
        "no messages": ([], {}),
        "only a system": ([system], {}),
        "empty content": ([said("user", "")], {}),
        "white space": ([said("system", "  spaced \n"), said("user", "\n two  lines\n\n")], {}),
        "not ASCII": ([said("system", "Réponds en français."), said("user", "Où est 東京? 🗼"), said("assistant", "Au Japon.\u00a0")], {}),
        "markup": ([said("user", "<b>&\"'</b> {{ messages }} {% if %} [INST] <|im_end|>")], {}),
        "parts": ([parts], {}),
        "parts of text": ([said("user", [{"type": "text", "text": "One."}, {"type": "text", "text": "Two."}])], {}),
        "one part": ([said("user", [{"type": "text", "text": "One."}])], {}),
        "an unknown part": ([said("user", [{"type": "smell"}])], {}),
        "a system of parts": ([said("system", [{"type": "text", "text": "Be brief."}]), hello], {}),
        "an answer of parts": ([hello, said("assistant", [{"type": "text", "text": "Hi."}])], {}),
        "thoughts": ([hello, thought, bye], {}),
        "thoughts to the end": ([hello, thought], {}),
        "reasoning": ([hello, said("assistant", "Yes.", reasoning_content="Hm.")], {}),
        "no thinking": ([hello], {"enable_thinking": False}),
        "thinking": ([hello], {"enable_thinking": True}),
        "a date": ([hello], {"date_string": "01 Jan 2025"}),
        "tools in the system": ([hello], {"tools": TOOLS, "tools_in_user_message": False}),
        "built-in tools": ([hello], {"builtin_tools": ["brave_search", "code_interpreter"]}),
    }
    made = {}
    for name, (messages, more) in cases.items():
        for prompt in (False, True):
            variables = {"messages": messages, "bos_token": "<s>", "eos_token": "</s>", "add_generation_prompt": prompt}
            made[name + (", prompted" if prompt else "")] = {**variables, **more}
    return made


def share(texts, text):
    """A text as the pieces of a table, cut behind line ends, so that what repeats is written once."""
    pieces = []
    lines = text.split("\n")
    for index, line in enumerate(lines):
        piece = line + ("\n" if index + 1 < len(lines) else "")
        pieces.append(texts.setdefault(piece, len(texts)))
    return pieces


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "../../../../shared/data/templates"
    made = conversations()
    texts, rendered = {}, {}
    for path in sorted(folder.glob("*.jinja")):
        source = path.read_text(encoding="utf-8")
        results = {}
        for name, variables in made.items():
            result = outcome(source, variables)
            results[name] = share(texts, result["is"]) if "is" in result else result["error"]
        rendered[path.name] = results
    write("conversations.json", made)
    write("rendered.json", {"texts": list(texts), "templates": rendered})
    lines = [json.dumps({"with": snippets.V}, ensure_ascii=False)]
    for source in snippets.all_of_them():
        lines.append(json.dumps({"template": source, **outcome(source, snippets.V)}, ensure_ascii=False))
    (HERE / "snippets.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
