using System.Text.Json.Nodes;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Flows;

/// <summary>Flows to save.</summary>
internal static class SampleFlow
{
    /// <summary>A flow that gives a value.</summary>
    public static string Text(string id, string value = "1", string? name = null, int? x = null)
    {
        var flow = new JsonObject
        {
            ["id"] = id,
            ["steps"] = new JsonObject
            {
                ["only"] = new JsonObject
                {
                    ["type"] = "transform",
                    ["with"] = new JsonObject { ["value"] = value },
                },
            },
        };
        if (name is not null)
        {
            flow["name"] = name;
        }

        if (x is not null)
        {
            flow["layout"] = new JsonObject
            {
                ["only"] = new JsonObject { ["x"] = x, ["y"] = 0 },
            };
        }

        return flow.ToJsonString();
    }

    /// <summary>Saves a flow and gives its ETag.</summary>
    public static async Task<string> CreateFlowAsync(this HttpClient client, string id, bool publish = false)
    {
        var reply = await client.PostReplyAsync($"/api/flows?publish={publish}", Text(id));
        Assert.Equal(201, reply.Status);
        return reply.ETag!;
    }

    /// <summary>Saves the next version and gives its ETag.</summary>
    public static async Task<string> SaveFlowAsync(this HttpClient client, string id, string value)
    {
        var reply = await client.PutReplyAsync($"/api/flows/{id}?publish=false", Text(id, value), ("If-Match", "*"));
        Assert.Equal(200, reply.Status);
        return reply.ETag!;
    }
}
