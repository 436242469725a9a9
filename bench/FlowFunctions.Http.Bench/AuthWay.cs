using System.Text;

namespace FlowFunctions.Http.Bench;

/// <summary>A way to be signed in, at an app of its own.</summary>
/// <param name="Name"><c>off</c>, <c>token</c> or <c>key</c>.</param>
/// <param name="App">The app.</param>
/// <param name="Api">The app's API.</param>
/// <param name="Proof">What callers send; empty for nothing.</param>
internal sealed record AuthWay(string Name, AppProcess App, BenchApi Api, string Proof)
{
    private static readonly (string, string)[] Limits =
    [
        ("FLOW_STORAGE_PORT", "0"),
        ("Limits__callerRequests", "100000"),
        ("Limits__workspaceRequests", "100000"),
        ("Limits__openRuns", "100000"),
        ("Limits__stepsPerMinute", "10000000"),
    ];

    /// <summary>An app for one way: all have the same limits, and their data in memory.</summary>
    public static Task<AppProcess> StartAsync(string? dll, params (string, string)[] settings) =>
        AppProcess.StartInMemoryAsync(dll, [.. Limits, .. settings]);
}

/// <summary>A request that is measured.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path.</param>
internal sealed record AuthOperation(string Method, string Path)
{
    /// <summary>Whether the app has something to do yet when it has answered, so that it is done so many times and not for so long.</summary>
    public bool LeavesWork => Method == "POST";

    /// <summary>As bytes.</summary>
    public byte[] RequestOf(AuthWay way)
    {
        var address = way.App.Address;
        var header = way.Proof.Length == 0 ? "" : $"Authorization: Bearer {way.Proof}\r\n";
        return LeavesWork
            ? Caller.Request(address, Path, """{"n":1}""", header)
            : Encoding.UTF8.GetBytes($"{Method} {Path} HTTP/1.1\r\nHost: {address.Authority}\r\n{header}\r\n");
    }

    public override string ToString() => $"{Method} {Path}";
}
