using FlowFunctions.Flows.Compilation;

namespace FlowFunctions.Flows.Tests.Compilation;

/// <summary>One flow or more for each problem code, in JSON that is YAML as well.</summary>
internal static class ProblemCases
{
    public static IReadOnlyList<ProblemCase> All { get; } =
    [.. Document, .. Values, .. Steps, .. Edges, .. Expressions];

    private static ProblemCase[] Document =>
        [
            new(ProblemCodes.Schema, "", "The document is missing 'id'.", """§{"steps": {"a": {"type": "call"}}}"""),
            new(
                ProblemCodes.Schema,
                "/steps/a/timout",
                "Unknown property 'timout' (did you mean 'timeout'?).",
                """
                {"id": "f", "steps": {"a": {"type": "call",
                  §"timout": "5s"}}}
                """
            ),
            new(
                ProblemCodes.Schema,
                "/steps/a/join",
                "'join' must be one of",
                """{"id": "f", "steps": {"a": {"type": "call", "join": §"allSuceeded"}}}"""
            ),
            new(
                ProblemCodes.Schema,
                "/triggers/t/queue",
                "Unknown property 'queue'",
                """{"id": "f", "triggers": {"t": {"type": "schedule", "every": "1h", §"queue": "q"}}, "steps": {"a": {"type": "call"}}}"""
            ),
            new(
                ProblemCodes.Schema,
                "/id",
                "'id' does not have the right form. The flow's id",
                """{"id": §"Order Intake", "steps": {"a": {"type": "call"}}}"""
            ),
            new(
                ProblemCodes.Schema,
                "/steps/1 a",
                "'1 a' does not have the right form. Letters, digits, underscores and hyphens",
                """{"id": "f", "steps": {§"1 a": {"type": "call"}}}"""
            ),
            new(
                ProblemCodes.Schema,
                "/triggers/t",
                "exactly one of cron and every",
                """{"id": "f", "triggers": {"t": §{"type": "schedule", "cron": "@daily", "every": "1h"}}, "steps": {"a": {"type": "call"}}}"""
            ),
            new(
                ProblemCodes.Schema,
                "/edges/0",
                "'edges[0]' is missing 'to'.",
                """{"id": "f", "steps": {"a": {"type": "call"}}, "edges": [§{"from": "a"}]}"""
            ),
            new(
                ProblemCodes.LanguageUnknown,
                "/language",
                "language version 7",
                """{"language": §7, "id": "f", "steps": {"a": {"type": "call"}}}"""
            ),
            new(
                ProblemCodes.BadInputSchema,
                "/input/type",
                "'input' is not a JSON Schema",
                """{"id": "f", "input": {"type": §"strng"}, "steps": {"a": {"type": "call"}}}"""
            ),
        ];

    private static ProblemCase[] Values =>
        [
            new(
                ProblemCodes.BadFilePath,
                "/steps/a/with/file",
                "'../score.py' is no path in the flow's folder.",
                """{"id": "f", "steps": {"a": {"type": "run", "with": {"file": §"../score.py"}}}}"""
            ),
            new(
                ProblemCodes.BadDuration,
                "/steps/a/timeout",
                "'5 minutes' is not a duration",
                """{"id": "f", "steps": {"a": {"type": "call", "timeout": §"5 minutes"}}}"""
            ),
            new(
                ProblemCodes.BadDuration,
                "/settings/timeout",
                "the least is 1ms",
                """{"id": "f", "steps": {"a": {"type": "call"}}, "settings": {"timeout": §"0s"}}"""
            ),
            new(
                ProblemCodes.BadCron,
                "/triggers/t/cron",
                "hour: '25' is not a whole number from 0 to 23",
                """{"id": "f", "triggers": {"t": {"type": "schedule", "cron": §"0 25 * * *"}}, "steps": {"a": {"type": "call"}}}"""
            ),
            new(
                ProblemCodes.BadTimeZone,
                "/triggers/t/timeZone",
                "'Europe/Berln' is not a time zone",
                """
                {"id": "f", "triggers": {"t": {"type": "schedule", "cron": "@daily",
                  "timeZone": §"Europe/Berln"}}, "steps": {"a": {"type": "call"}}}
                """
            ),
            new(
                ProblemCodes.BadQueue,
                "/triggers/t/queue",
                "kept for messages that could not be used",
                """{"id": "f", "triggers": {"t": {"type": "queue", "queue": §"orders-poison"}}, "steps": {"a": {"type": "call"}}}"""
            ),
            new(
                ProblemCodes.BadQueue,
                "/triggers/t/queue",
                "56 characters are left",
                """{"id": "f", "triggers": {"t": {"type": "queue", "queue": §"a23456789-123456789-123456789-123456789-123456789-1234567"}}, "steps": {"a": {"type": "call"}}}"""
            ),
            new(
                ProblemCodes.BadTime,
                "/triggers/t/start",
                "with its offset",
                """{"id": "f", "triggers": {"t": {"type": "schedule", "every": "1h", "start": §"2027-01-01T00:00:00"}}, "steps": {"a": {"type": "call"}}}"""
            ),
            new(
                ProblemCodes.BadTime,
                "/triggers/t/end",
                "after the start",
                """
                {"id": "f", "triggers": {"t": {"type": "schedule", "every": "1h", "start": "2027-01-01T00:00:00Z",
                  "end": §"2027-01-01T02:00:00+02:00"}}, "steps": {"a": {"type": "call"}}}
                """
            ),
        ];

    private static ProblemCase[] Steps =>
        [
            new(
                ProblemCodes.DuplicateId,
                "/steps/loop/body/steps/a",
                "Another step has the id 'a' (/steps/a)",
                """
                {"id": "f", "steps": {"a": {"type": "call"},
                  "loop": {"type": "repeat", "body": {"steps": {§"a": {"type": "call"}}}}}}
                """
            ),
            new(
                ProblemCodes.UnknownType,
                "/steps/a/type",
                "There is no step type 'cal' (did you mean 'call'?).",
                """{"id": "f", "steps": {"a": {"type": §"cal"}}}"""
            ),
            new(
                ProblemCodes.With,
                "/steps/a/with/count",
                "'count' must be",
                """{"id": "f", "steps": {"a": {"type": "call", "with": {"url": "{{ 1 }}", "count": §"many"}}}}"""
            ),
            new(
                ProblemCodes.With,
                "/steps/a/with/ulr",
                "Unknown property 'ulr' (did you mean 'url'?).",
                """{"id": "f", "steps": {"a": {"type": "call", "with": {§"ulr": "x"}}}}"""
            ),
            new(
                ProblemCodes.With,
                "/steps/a/with",
                "'with' is missing 'if'",
                """{"id": "f", "steps": {§"a": {"type": "condition"}}}"""
            ),
            new(
                ProblemCodes.BodyMissing,
                "/steps/a",
                "A repeat step needs a body",
                """{"id": "f", "steps": {§"a": {"type": "repeat"}}}"""
            ),
            new(
                ProblemCodes.BodyNotAllowed,
                "/steps/a/body",
                "only loops have one (foreach, repeat)",
                """{"id": "f", "steps": {"a": {"type": "call", §"body": {"steps": {"b": {"type": "call"}}}}}}"""
            ),
            new(
                ProblemCodes.RetryNotAllowed,
                "/steps/a/retry",
                "Give retry to the steps of its body",
                """{"id": "f", "steps": {"a": {"type": "repeat", §"retry": {}, "body": {"steps": {"b": {"type": "call"}}}}}}"""
            ),
            new(
                ProblemCodes.TooDeep,
                "/steps/l0/body/steps/l1/body/steps/l2/body/steps/l3/body/steps/l4/body/steps/l5/body",
                "at most 5 deep",
                DeepLoop
            ),
        ];

    private static string DeepLoop
    {
        get
        {
            var steps = "\"inner\": {\"type\": \"call\"}";
            for (var depth = 5; depth >= 0; depth--)
            {
                var mark = depth == 5 ? "§" : "";
                steps = $"\"l{depth}\": {{\"type\": \"repeat\", {mark}\"body\": {{\"steps\": {{{steps}}}}}}}";
            }

            return $"{{\"id\": \"f\", \"steps\": {{{steps}}}}}";
        }
    }

    private static ProblemCase[] Edges =>
        [
            new(
                ProblemCodes.UnknownStep,
                "/edges/0/to",
                "There is no step 'fecth' (did you mean 'fetch'?).",
                """
                {"id": "f", "steps": {"a": {"type": "call"}, "fetch": {"type": "call"}},
                 "edges": [{"from": "a", "to": §"fecth"}]}
                """
            ),
            new(
                ProblemCodes.EdgeBetweenScopes,
                "/edges/0/to",
                "'b' is in the body of 'loop', and edges do not cross the border of a loop's body. Lead the edge to or from 'loop' instead.",
                """
                {"id": "f", "steps": {"a": {"type": "call"}, "loop": {"type": "repeat", "body": {"steps": {"b": {"type": "call"}}}}},
                 "edges": [{"from": "a", "to": §"b"}]}
                """
            ),
            new(
                ProblemCodes.DuplicateEdge,
                "/edges/1",
                "already such an edge from 'a' to 'b'",
                """
                {"id": "f", "steps": {"a": {"type": "call"}, "b": {"type": "call"}},
                 "edges": [{"from": "a", "to": "b"}, §{"to": "b", "from": "a", "on": "success"}]}
                """
            ),
            new(
                ProblemCodes.UnknownPort,
                "/edges/0/port",
                "'a' has no port 'ture' (did you mean 'true'?). Its ports are true, false.",
                """
                {"id": "f", "steps": {"a": {"type": "condition", "with": {"if": true}}, "b": {"type": "call"}},
                 "edges": [{"from": "a", "port": §"ture", "to": "b"}]}
                """
            ),
            new(
                ProblemCodes.UnknownPort,
                "/edges/0/port",
                "A call step has no ports",
                """
                {"id": "f", "steps": {"a": {"type": "call"}, "b": {"type": "call"}},
                 "edges": [{"from": "a", "port": §"true", "to": "b"}]}
                """
            ),
            new(
                ProblemCodes.PortNotAllowed,
                "/edges/0/port",
                "Only an edge for success",
                """
                {"id": "f", "steps": {"a": {"type": "condition", "with": {"if": true}}, "b": {"type": "call"}},
                 "edges": [{"from": "a", "on": "failure", "port": §"true", "to": "b"}]}
                """
            ),
            new(
                ProblemCodes.Cycle,
                "/edges/3",
                "a -> b -> c -> a",
                """
                {"id": "f", "steps": {"r": {"type": "call"}, "a": {"type": "call"}, "b": {"type": "call"}, "c": {"type": "call"}},
                 "edges": [{"from": "r", "to": "a"}, {"from": "a", "to": "b"}, {"from": "b", "to": "c"},
                   §{"from": "c", "to": "a"}]}
                """
            ),
            new(
                ProblemCodes.Cycle,
                "/edges/0",
                "a -> a",
                """{"id": "f", "steps": {"a": {"type": "call"}}, "edges": [§{"from": "a", "to": "a"}]}"""
            ),
            new(
                ProblemCodes.UnreachableStep,
                "/steps/b",
                "'b' can never run: its join allSucceeded waits for port 'true' and port 'false' of 'a', and only one of them is ever taken.",
                """
                {"id": "f", "steps": {"a": {"type": "condition", "with": {"if": true}},
                  §"b": {"type": "call", "join": "allSucceeded"}},
                 "edges": [{"from": "a", "port": "true", "to": "b"}, {"from": "a", "port": "false", "to": "b"}]}
                """
            ),
        ];

    private static ProblemCase[] Expressions =>
        [
            new(
                ProblemCodes.Expression,
                "/steps/a/with/url",
                "",
                """{"id": "f", "steps": {"a": {"type": "call", "with": {"url": "é\n{{ 1 + §}}"}}}}"""
            ),
            new(
                ProblemCodes.UnknownStep,
                "/output/0",
                "There is no step 'fetsh' (did you mean 'fetch'?).",
                """{"id": "f", "steps": {"fetch": {"type": "call"}}, "output": ["{{ input.x ?? §steps.fetsh.output }}"]}"""
            ),
            new(
                ProblemCodes.NotUpstream,
                "/steps/a/with/url",
                "'b' does not come before 'a'",
                """
                {"id": "f", "steps": {"a": {"type": "call", "with": {"url": "{{ §steps.b.output }}"}}, "b": {"type": "call"}},
                 "edges": [{"from": "a", "to": "b"}]}
                """
            ),
            new(
                ProblemCodes.NotUpstream,
                "/steps/a/with/url",
                "cannot use its own result",
                """{"id": "f", "steps": {"a": {"type": "call", "with": {"url": "{{ §steps.a.output }}"}}}}"""
            ),
            new(
                ProblemCodes.NotUpstream,
                "/output",
                "'b' is in the body of 'loop' and runs once for each iteration. Outside of the loop use steps.loop.output.",
                """
                {"id": "f", "steps": {"loop": {"type": "repeat", "body": {"steps": {"b": {"type": "call"}}}}},
                 "output": "{{ §steps.b.output }}"}
                """
            ),
            new(
                ProblemCodes.NotUpstream,
                "/output",
                "'b' is in the body of 'outer' and runs once for each iteration. Outside of the loop use steps.outer.output.",
                """
                {"id": "f", "steps": {"outer": {"type": "repeat", "body": {"steps": {
                    "loop": {"type": "repeat", "body": {"steps": {"b": {"type": "call"}}}}}}}},
                 "output": "{{ §steps.b.output }}"}
                """
            ),
            new(
                ProblemCodes.NotUpstream,
                "/steps/loop/body/output",
                "is the loop that this is in",
                """{"id": "f", "steps": {"loop": {"type": "repeat", "body": {"steps": {"b": {"type": "call"}}, "output": "{{ §steps.loop.output }}"}}}}"""
            ),
            new(
                ProblemCodes.NotUpstream,
                "/steps/loop/body/steps/b/with/url",
                "'later' does not come before 'loop'",
                """
                {"id": "f", "steps": {"loop": {"type": "repeat", "body": {"steps": {
                   "b": {"type": "call", "with": {"url": "{{ §steps.later.output }}"}}}}}, "later": {"type": "call"}},
                 "edges": [{"from": "loop", "to": "later"}]}
                """
            ),
            new(
                ProblemCodes.ComputedStep,
                "/output",
                "Name the step",
                """{"id": "f", "steps": {"a": {"type": "call"}}, "output": "{{ §steps[input.id].output }}"}"""
            ),
            new(
                ProblemCodes.NotInScope,
                "/steps/a/with/url",
                "'item' exists only in the body of a loop",
                """{"id": "f", "steps": {"a": {"type": "call", "with": {"url": "{{ §item }}"}}}}"""
            ),
            new(
                ProblemCodes.NotInScope,
                "/steps/r/with/initial",
                "'item' exists only in the body of a loop",
                """
                {"id": "f", "steps": {"r": {"type": "repeat", "with": {"while": "{{ index < item.n }}", "initial": "{{ §item }}"},
                  "body": {"steps": {"a": {"type": "call", "with": {"url": "{{ items[index] === item }}"}}}}}}}
                """
            ),
            new(
                ProblemCodes.NotInScope,
                "/triggers/t/input",
                "'input' means nothing in a trigger. The names here are trigger, env.",
                """
                {"id": "f", "triggers": {"t": {"type": "queue", "queue": "orders", "input": "{{ §input.x }}"}},
                 "steps": {"a": {"type": "call"}}}
                """
            ),
            new(
                ProblemCodes.NotInScope,
                "/settings/concurrency/key",
                "'steps' means nothing in the concurrency key",
                """
                {"id": "f", "steps": {"a": {"type": "call"}},
                 "settings": {"concurrency": {"limit": 1, "key": "{{ §steps.a.output }}"}}}
                """
            ),
            new(
                ProblemCodes.SecretNotAllowed,
                "/steps/a/with/url",
                "A call step takes secrets in /headers/* of its 'with' only.",
                """
                {"id": "f", "steps": {"a": {"type": "call", "with": {
                  "headers": {"Authorization": "Bearer {{ secrets.TOKEN }}"}, "url": "x?key={{ §secrets.TOKEN }}"}}}}
                """
            ),
            new(
                ProblemCodes.SecretNotAllowed,
                "/steps/a/with/headers/Authorization",
                "Name the secret",
                """{"id": "f", "steps": {"a": {"type": "call", "with": {"headers": {"Authorization": "{{ §secrets[input.name] }}"}}}}}"""
            ),
            new(
                ProblemCodes.SecretNotAllowed,
                "/output",
                "A secret may not stand in an output",
                """{"id": "f", "steps": {"a": {"type": "call"}}, "output": "{{ §secrets.TOKEN }}"}"""
            ),
        ];
}
