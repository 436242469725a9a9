namespace FlowFunctions.App.Tests.Triggers.Control;

/// <summary>Flows with triggers.</summary>
internal static class TriggerFlows
{
    /// <summary>A trigger of each kind; the output is the run's trigger and input.</summary>
    public static string All(string id) =>
        """
            {"id":"ID","triggers":{
               "nightly":{"type":"schedule","cron":"0 2 * * *","timeZone":"Europe/Berlin","name":"Every night"},
               "often":{"type":"schedule","every":"90m","enabled":false},
               "hook":{"type":"webhook","path":"ID/{order}","method":["POST","PUT"],"input":{"got":"{{ trigger.body.n + 1 }}"}},
               "work":{"type":"queue","queue":"ID"}
             },
             "steps":{"a":{"type":"transform","with":{"value":{"trigger":"{{ trigger }}","input":"{{ input }}"}}}}}
            """.Replace("ID", id, StringComparison.Ordinal);

    /// <summary>A webhook that waits for signed requests.</summary>
    public static string Signed(string id, string secret) =>
        """
            {"id":"ID","triggers":{"hook":{"type":"webhook","path":"ID","auth":{"type":"hmac-sha256","preset":"github","secret":"SECRET"}}},
             "steps":{"a":{"type":"transform","with":{"value":1}}}}
            """.Replace("ID", id, StringComparison.Ordinal).Replace("SECRET", secret, StringComparison.Ordinal);
}
