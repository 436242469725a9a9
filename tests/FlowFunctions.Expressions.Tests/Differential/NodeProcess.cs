using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.Expressions.Tests.Differential;

/// <summary>Runs expressions in a real Node.js, all in one process.</summary>
internal static class NodeProcess
{
    public static async Task<string[]> EvaluateAsync(JsonElement bindings, IReadOnlyList<string> expressions)
    {
        using var node = Start();
        // The raw text, because the bindings hold a lone surrogate, which the serializer refuses.
        var request =
            $$"""{"bindings":{{bindings.GetRawText()}},"expressions":{{JsonSerializer.Serialize(expressions)}}}""";
        var answer = node.StandardOutput.ReadToEndAsync();
        var complaint = node.StandardError.ReadToEndAsync();
        await node.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(request));
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, $"node failed: {await complaint}");
        return JsonSerializer.Deserialize<string[]>(await answer)!;
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo(
            "node",
            [Path.Combine(AppContext.BaseDirectory, "Differential", "evaluate.js")]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        // Times without a zone are UTC here.
        start.Environment["TZ"] = "UTC";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException(
                "The differential tests need Node.js 20 or later as 'node' on the PATH.",
                exception
            );
        }
    }
}
