using System.Diagnostics;

namespace FlowFunctions.Flows.Tests.Schema;

/// <summary>The Node.js side of the tests: its packages are installed when they are missing or out of date.</summary>
internal static class NodeProject
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/FlowFunctions.Flows.Tests/node");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task<string> RunAsync(string script, string input)
    {
        await InstallAsync();
        return await StartAsync("node", [script], input);
    }

    private static async Task InstallAsync()
    {
        using var turn = await TakeTurnAsync();
        var wanted = new FileInfo(Path.Combine(Folder, "package-lock.json"));
        var installed = new FileInfo(Path.Combine(Folder, "node_modules/.package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
            await StartAsync("npm", ["ci", "--no-audit", "--no-fund"], "");
    }

    /// <summary>Test runs of the same folder at the same time wait for one another, by a file that only one can open.</summary>
    private static async Task<FileStream> TakeTurnAsync()
    {
        string path = Path.Combine(Folder, "../obj/node_modules.lock");
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
            }
        }
    }

    private static async Task<string> StartAsync(string program, string[] arguments, string input)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(
            process.ExitCode == 0,
            $"'{program} {string.Join(' ', arguments)}' failed; these tests need Node.js 20 or later with npm.\n{await errors}"
        );
        return await output;
    }
}
