namespace FlowFunctions.App.Tests.Events;

/// <summary>Flows whose events tests follow.</summary>
internal static class EventFlows
{
    /// <summary>A loop that goes on by one iteration with each signal <c>tick</c>.</summary>
    public static string Ticks(string id) =>
        Named(
            """
            {"id":"ID","steps":{"loop":{"type":"foreach",
              "with":{"items":"{{ Array.from({ length: input.count }, (_, i) => i) }}","concurrency":1},
              "body":{"steps":{
                "wait":{"type":"waitForSignal","with":{"name":"tick"}},
                "one":{"type":"transform","with":{"value":"{{ item * 2 }}"}},
                "two":{"type":"transform","with":{"value":"{{ item * 3 }}"}}
              },"edges":[{"from":"wait","to":"one"},{"from":"one","to":"two"}]}}}}
            """,
            id
        );

    /// <summary>Runs one at a time; the others wait for admission.</summary>
    public static string OneAtATime(string id) =>
        Named(
            """
            {"id":"ID","settings":{"concurrency":{"limit":1,"whenFull":"queue"}},
             "steps":{"wait":{"type":"waitForSignal","with":{"name":"go"}}}}
            """,
            id
        );

    private static string Named(string document, string id) => document.Replace("ID", id, StringComparison.Ordinal);
}
