namespace FlowFunctions.App.Tests.Apps;

/// <summary>Flows that tests run, each small enough to be seen through.</summary>
public static class TestFlows
{
    public static string Twice(string id) => Times(id, 2);

    public static string Thrice(string id) => Times(id, 3);

    public static string Approval(string id) =>
        $$$"""
            {"id":"{{{id}}}","steps":{
              "ask":{"type":"approval","with":{"title":"May it go on?"}},
              "done":{"type":"transform","with":{"value":"{{ steps.ask.output }}"}}
            },"edges":[{"from":"ask","port":"approved","to":"done"}]}
            """;

    public static string Waiting(string id) =>
        $$$"""{"id":"{{{id}}}","steps":{"wait":{"type":"waitForSignal","with":{"name":"go"}}}}""";

    public static string Failing(string id) =>
        $$"""{"id":"{{id}}","steps":{"stop":{"type":"fail","with":{"code":"Order.Missing","message":"There is no such order."}}}}""";

    public static string WithInput(string id) =>
        $$$"""
            {"id":"{{{id}}}","input":{"type":"object","required":["orderId"],"properties":{"orderId":{"type":"string"}}},
             "steps":{"a":{"type":"transform","with":{"value":"{{ input.orderId }}"}}}}
            """;

    /// <summary>A loop over <c>input.count</c> items.</summary>
    public static string Loop(string id) =>
        $$$"""
            {"id":"{{{id}}}","steps":{"loop":{"type":"foreach","with":{"items":"{{ Array.from({ length: input.count }, (_, i) => i) }}"},
             "body":{"steps":{"one":{"type":"transform","with":{"value":"{{ item * 2 }}"}}}}}}}
            """;

    /// <summary>A step whose output is larger than what a history holds inline.</summary>
    public static string Large(string id) =>
        $$$"""{"id":"{{{id}}}","steps":{"large":{"type":"transform","with":{"value":"{{ 'x'.repeat(50000) }}"}}}}""";

    private static string Times(string id, int factor) =>
        $$$"""{"id":"{{{id}}}","steps":{"a":{"type":"transform","with":{"value":"{{ input.n * {{{factor}}} }}"}}}}""";
}
