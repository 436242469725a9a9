using System.Text.Json.Nodes;

namespace FlowFunctions.App.Tests.Flows;

/// <summary>Flows with something in them that does not belong there, the same ones for the same seed.</summary>
internal sealed class MutatedFlows(int seed)
{
    private const string Whole = """
        {
          "language": 1, "id": "mutated", "name": "n", "description": "d",
          "input": { "type": "object", "required": ["a"], "properties": { "a": { "type": "string" } } },
          "triggers": { "t": { "type": "schedule", "cron": "0 2 * * *", "timeZone": "UTC", "input": { "a": "b" } } },
          "steps": {
            "fetch": { "type": "http", "with": { "url": "https://example.com/{{ input.a }}", "headers": { "a": "b" } },
              "retry": { "maxAttempts": 3, "delay": "2s" }, "timeout": "30s" },
            "big": { "type": "condition", "with": { "if": "{{ steps.fetch.output.status > 1 }}" } },
            "loop": { "type": "foreach", "with": { "items": "{{ [1, 2] }}" },
              "body": { "steps": { "one": { "type": "transform", "with": { "value": "{{ item }}" } } }, "edges": [], "output": 1 } },
            "end": { "type": "merge", "join": "allDone", "with": { "mode": "array" } }
          },
          "edges": [
            { "from": "fetch", "to": "big" }, { "from": "big", "port": "true", "to": "loop" },
            { "from": "loop", "to": "end" }, { "from": "fetch", "on": "failure", "to": "end" }
          ],
          "output": "{{ steps.end.output }}",
          "settings": { "timeout": "1h", "concurrency": { "limit": 2, "key": "{{ input.a }}" } },
          "layout": { "fetch": { "x": 1, "y": 2 } }
        }
        """;

    private static readonly string[] Values =
    [
        "null",
        "true",
        "-1",
        "1e400",
        "99999999999999999999",
        "0.5",
        "\"\"",
        "\"{{\"",
        "\"{{ }}\"",
        "\"{{ steps['x'].output }}\"",
        "\"{{ secrets.A }}\"",
        "\"../..\"",
        "\"\\u0000\"",
        "\"fetch\"",
        "\"foreach\"",
        "\"P1D\"",
        "\"99999999999d\"",
        "[]",
        "[[]]",
        "[null]",
        "{}",
        "{\"\":1}",
        "{\"$ref\":\"#\"}",
        "{\"a/b~c\":{\"type\":\"foreach\"}}",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The next one: one to three places replaced, removed or added to.</summary>
    public string Next()
    {
        var flow = JsonNode.Parse(Whole)!.AsObject();
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            Mutate(flow);
        }

        return flow.ToJsonString();
    }

    private void Mutate(JsonNode node)
    {
        while (true)
        {
            var children = Children(node).ToList();
            if (children.Count == 0)
            {
                return;
            }

            var (replace, child) = children[_random.Next(children.Count)];
            if (child is not (JsonObject or JsonArray) || _random.Next(4) == 0)
            {
                replace(JsonNode.Parse(Values[_random.Next(Values.Length)]));
                return;
            }

            node = child;
        }
    }

    private static IEnumerable<(Action<JsonNode?> Replace, JsonNode? Child)> Children(JsonNode node) =>
        node switch
        {
            JsonObject members => members.Select(member =>
                ((Action<JsonNode?>)(value => members[member.Key] = value), member.Value)
            ),
            JsonArray items => Enumerable
                .Range(0, items.Count)
                .Select(index => ((Action<JsonNode?>)(value => items[index] = value), items[index])),
            _ => [],
        };
}
