using System.Text.Json.Nodes;

namespace FlowFunctions.Flows.Tests.Compilation;

/// <summary>Makes valid flow documents at random, and others that mean the same.</summary>
internal sealed class RandomFlow(int seed)
{
    private static readonly string[] Joins = ["noneFailed", "anySucceeded", "allDone"];
    private static readonly string[] Durations = ["30s", "1m30s", "90s", "PT2H", "3d", "250ms"];
    private static readonly string[] Conditions = ["success", "failure", "always"];

    private readonly Random _random = new(seed);
    private int _ids;

    public JsonObject Document()
    {
        var flow = Graph([], 0);
        flow["id"] = "random";
        flow["settings"] = new JsonObject
        {
            ["timeout"] = Pick(Durations),
            ["onFailure"] = Pick(["stop", "finishOthers"]),
            ["concurrency"] = new JsonObject { ["limit"] = _random.Next(1, 9), ["key"] = "{{ input.k }}" },
        };
        return flow;
    }

    /// <summary>The same flow with its keys in another order, and with what never reaches the plan.</summary>
    public JsonNode Disguise(JsonObject flow)
    {
        var other = Shuffle(flow).AsObject();
        other["name"] = "Random";
        other["description"] = "The same in another dress.";
        other["language"] = 1;
        other["triggers"] = new JsonObject
        {
            ["t"] = new JsonObject { ["type"] = "schedule", ["cron"] = "@daily" },
        };
        other["layout"] = new JsonObject
        {
            ["s0"] = new JsonObject { ["x"] = _random.Next(), ["y"] = 1.5 },
        };
        foreach (var (_, step) in other["steps"]!.AsObject())
        {
            step!["name"] = "A step";
        }

        return other;
    }

    private JsonNode Shuffle(JsonNode node)
    {
        if (node is JsonObject source)
        {
            var members = source.ToArray();
            _random.Shuffle(members);
            return new JsonObject(
                members.Select(member =>
                    KeyValuePair.Create(member.Key, member.Value is null ? null : Shuffle(member.Value))
                )
            );
        }

        return node is JsonArray items
            ? new JsonArray([.. items.Select(item => item is null ? null : Shuffle(item))])
            : node.DeepClone();
    }

    private JsonObject Graph(IReadOnlyList<string> visible, int depth)
    {
        var steps = new JsonObject();
        var edges = new JsonArray();
        var upstream = new List<HashSet<string>>();
        var ids = new List<string>();
        for (var left = _random.Next(1, 7); left > 0; left--)
        {
            var id = $"s{_ids++}";
            var before = Enumerable.Range(0, ids.Count).Where(_ => _random.Next(3) == 0).ToArray();
            var above = before.SelectMany(from => upstream[from].Append(ids[from])).ToHashSet();
            foreach (var from in before)
            {
                edges.Add(Edge(ids[from], id, steps[ids[from]]!["type"]!.GetValue<string>()));
            }

            steps[id] = Step([.. visible, .. above.Order(StringComparer.Ordinal)], depth);
            ids.Add(id);
            upstream.Add(above);
        }

        var graph = new JsonObject { ["steps"] = steps, ["edges"] = edges };
        if (_random.Next(2) == 0)
        {
            graph["output"] = new JsonObject { ["last"] = Use([.. visible, .. ids]), ["n"] = _random.NextDouble() };
        }

        return graph;
    }

    private JsonObject Step(string[] usable, int depth)
    {
        var step = new JsonObject { ["join"] = Pick(Joins) };
        switch (_random.Next(depth < 2 ? 5 : 4))
        {
            case 0:
                step["type"] = "condition";
                step["with"] = new JsonObject { ["if"] = Use(usable) };
                break;
            case 1 when _random.Next(2) == 0:
                step["type"] = "switch";
                step["with"] = new JsonObject
                {
                    ["cases"] = new JsonObject { ["x"] = Use(usable), ["y"] = 2 },
                };
                break;
            case 1:
                step["type"] = "merge";
                break;
            case 2 or 3:
                step["type"] = "call";
                step["with"] = new JsonObject
                {
                    ["url"] = $"https://x/{Use(usable)}",
                    ["body"] = new JsonArray(Use(usable), 1, null),
                };
                step["retry"] = new JsonObject { ["maxAttempts"] = _random.Next(1, 9), ["delay"] = Pick(Durations) };
                break;
            default:
                step["type"] = "foreach";
                step["with"] = new JsonObject { ["items"] = Use(usable) };
                step["timeout"] = Pick(Durations);
                step["body"] = Graph(usable, depth + 1);
                break;
        }

        return step;
    }

    private JsonObject Edge(string from, string to, string type)
    {
        var edge = new JsonObject { ["from"] = from, ["to"] = to };
        if (type is "condition" or "switch" && _random.Next(2) == 0)
        {
            edge["port"] = Pick(type == "condition" ? ["true", "false"] : ["x", "y", "default"]);
        }
        else
        {
            edge["on"] = Pick(Conditions);
        }

        return edge;
    }

    private string Use(string[] steps) =>
        steps.Length == 0 ? "{{ input.n }}" : $"{{{{ steps.{Pick(steps)}.output ?? env.E }}}}";

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
