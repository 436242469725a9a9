namespace FlowFunctions.App.Tests.Apps;

/// <summary>Flows that tests run, each small enough to be seen through.</summary>
public static class TestFlows
{
    /// <summary>Gives <c>input.n</c> doubled.</summary>
    public static string Twice(string id) =>
        Named("""{"id":"ID","steps":{"a":{"type":"transform","with":{"value":"{{ input.n * 2 }}"}}}}""", id);

    /// <summary>Gives <c>input.n</c> tripled.</summary>
    public static string Thrice(string id) =>
        Named("""{"id":"ID","steps":{"a":{"type":"transform","with":{"value":"{{ input.n * 3 }}"}}}}""", id);

    /// <summary>Waits for a person.</summary>
    public static string Approval(string id) =>
        Named(
            """
            {"id":"ID","steps":{
              "ask":{"type":"approval","with":{"title":"May it go on?"}},
              "done":{"type":"transform","with":{"value":"{{ steps.ask.output }}"}}
            },"edges":[{"from":"ask","port":"approved","to":"done"}]}
            """,
            id
        );

    /// <summary>Waits for the signal <c>go</c> and gives what it carries.</summary>
    public static string Waiting(string id) =>
        Named("""{"id":"ID","steps":{"wait":{"type":"waitForSignal","with":{"name":"go"}}}}""", id);

    /// <summary>Fails.</summary>
    public static string Failing(string id) =>
        Named(
            """{"id":"ID","steps":{"stop":{"type":"fail","with":{"code":"Order.Missing","message":"There is no such order."}}}}""",
            id
        );

    /// <summary>Asks for a text under <c>orderId</c>.</summary>
    public static string WithInput(string id) =>
        Named(
            """
            {"id":"ID","input":{"type":"object","required":["orderId"],"properties":{"orderId":{"type":"string"}}},
             "steps":{"a":{"type":"transform","with":{"value":"{{ input.orderId }}"}}}}
            """,
            id
        );

    /// <summary>A loop over <c>input.count</c> items.</summary>
    public static string Loop(string id) =>
        Named(
            """
            {"id":"ID","steps":{"loop":{"type":"foreach","with":{"items":"{{ Array.from({ length: input.count }, (_, i) => i) }}"},
             "body":{"steps":{"one":{"type":"transform","with":{"value":"{{ item * 2 }}"}}}}}}}
            """,
            id
        );

    /// <summary>A step whose output is larger than what a history holds inline.</summary>
    public static string Large(string id) =>
        Named("""{"id":"ID","steps":{"large":{"type":"transform","with":{"value":"{{ 'x'.repeat(50000) }}"}}}}""", id);

    /// <summary>Calls another flow with its own input.</summary>
    public static string Calling(string id, string flow) =>
        Named("""{"id":"ID","steps":{"call":{"type":"subflow","with":{"flow":"FLOW","input":"{{ input }}"}}}}""", id)
            .Replace("FLOW", flow, StringComparison.Ordinal);

    private static string Named(string document, string id) => document.Replace("ID", id, StringComparison.Ordinal);
}
