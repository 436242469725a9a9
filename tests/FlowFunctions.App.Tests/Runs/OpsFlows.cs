using System.Net;
using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Runs;

/// <summary>Flows to run again, to decide in and to look at.</summary>
internal static class OpsFlows
{
    /// <summary>Doubles <c>input.n</c>, then fails; or, when mended, adds one.</summary>
    public static string TwoSteps(string id, bool mended) =>
        Named(
            """
            {"id":"ID","steps":{
              "first":{"type":"transform","with":{"value":"{{ input.n * 2 }}"}},
              "second":SECOND
            },"edges":[{"from":"first","to":"second"}]}
            """.Replace("SECOND", mended ? Mended : Failing, StringComparison.Ordinal),
            id
        );

    /// <summary>Makes a large value, then fails; or, when mended, gives its length.</summary>
    public static string LargeThen(string id, bool mended) =>
        Named(
            """
            {"id":"ID","steps":{
              "first":{"type":"transform","with":{"value":"{{ 'x'.repeat(50000) }}"}},
              "second":SECOND
            },"edges":[{"from":"first","to":"second"}]}
            """.Replace(
                "SECOND",
                mended ? """{"type":"transform","with":{"value":"{{ steps.first.output.length }}"}}""" : Failing,
                StringComparison.Ordinal
            ),
            id
        );

    /// <summary>Takes any input; when strict, only one with a text <c>orderId</c>.</summary>
    public static string Strict(string id, bool strict) =>
        strict
            ? TestFlows.WithInput(id)
            : Named("""{"id":"ID","steps":{"a":{"type":"transform","with":{"value":"{{ input }}"}}}}""", id);

    /// <summary>Calls another flow.</summary>
    public static string Calling(string id, string called) =>
        Named(
            """{"id":"ID","steps":{"call":{"type":"subflow","with":{"flow":"CALLED","input":{"n":1}}}}}""".Replace(
                "CALLED",
                called,
                StringComparison.Ordinal
            ),
            id
        );

    /// <summary>Asks twice, one question after the other, by the same signal.</summary>
    public static string AskingTwice(string id) =>
        Named(
            """
            {"id":"ID","steps":{
              "one":{"type":"approval","with":{"title":"One?","name":"decision"}},
              "two":{"type":"approval","with":{"title":"Two?","name":"decision"}}
            },"edges":[{"from":"one","to":"two"}]}
            """,
            id
        );

    /// <summary>Asks two questions at a time by the same signal.</summary>
    public static string AskingAtOnce(string id) =>
        Named(
            """
            {"id":"ID","steps":{
              "one":{"type":"approval","with":{"title":"One?","name":"decision"}},
              "two":{"type":"approval","with":{"title":"Two?","name":"decision"}}
            }}
            """,
            id
        );

    /// <summary>Asks for each item.</summary>
    public static string AskingForEach(string id) =>
        Named(
            """
            {"id":"ID","steps":{"loop":{"type":"foreach","with":{"items":[1,2,3],"concurrency":3},
             "body":{"steps":{"ask":{"type":"approval","with":{"title":"Item {{ item }}?","assignees":["a@example.com"]}}}}}}}
            """,
            id
        );

    /// <summary>Asks with texts that a page must not take for its own.</summary>
    public static string AskingBadly(string id) =>
        Named(
            """
            {"id":"ID","steps":{"ask":{"type":"approval","with":{"title":"<script>alert(1)</script>","message":"\"><img src=x onerror=alert(2)> & more","assignees":["<b>boss</b>"]}}}}
            """,
            id
        );

    /// <summary>Retries once, then goes another way; a step is skipped.</summary>
    public static string Troubled(string id) =>
        Named(
            """
            {"id":"ID","steps":{
              "bad":{"type":"transform","with":{"value":"{{ input.missing.member.deep }}"}},
              "good":{"type":"transform","with":{"value":1}},
              "mend":{"type":"transform","with":{"value":2}}
            },"edges":[{"from":"bad","to":"good"},{"from":"bad","on":"failure","to":"mend"}]}
            """,
            id
        );

    /// <summary>Waits for the signal <c>go</c>; a second run is refused meanwhile.</summary>
    public static string OneAtATime(string id) =>
        Named(
            """
            {"id":"ID","settings":{"concurrency":{"limit":1,"whenFull":"reject"}},
             "steps":{"wait":{"type":"waitForSignal","with":{"name":"go"}}}}
            """,
            id
        );

    /// <summary>Saves and publishes another version of a flow that is there.</summary>
    public static async Task PublishAgainAsync(this HttpClient client, string document)
    {
        var id = JsonElement.Parse(document).GetProperty("id").GetString()!;
        var answer = await client.AskAsync(HttpMethod.Put, $"/api/flows/{id}", document, ("If-Match", "*"));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Json.ToString());
    }

    private const string Failing =
        """{"type":"fail","with":{"code":"Order.Missing","message":"There is no such order."}}""";

    private const string Mended = """{"type":"transform","with":{"value":"{{ steps.first.output + 1 }}"}}""";

    private static string Named(string document, string id) => document.Replace("ID", id, StringComparison.Ordinal);
}
