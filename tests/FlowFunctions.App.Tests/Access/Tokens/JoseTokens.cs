using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace FlowFunctions.App.Tests.Access.Tokens;

/// <summary>Tokens and key sets that the npm package jose makes.</summary>
public sealed class JoseTokens : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Folder = FolderOf();

    internal OidcServer Issuer { get; } = new();

    /// <summary>The tokens by what is special about them.</summary>
    public JsonElement Tokens { get; private set; }

    /// <summary>The keys that most are signed with.</summary>
    public string Keys { get; private set; } = "";

    /// <summary>The keys after a rollover.</summary>
    public string RolledKeys { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await Issuer.StartAsync();
        await InstallAsync();
        var asked = JsonSerializer.Serialize(new { issuer = Issuer.Address, audience = OidcServer.Audience });
        var made = JsonElement.Parse(await RunAsync("node", ["tokens.mjs"], asked));
        Tokens = made.GetProperty("tokens");
        Issuer.Keys = Keys = made.GetProperty("keys").GetRawText();
        RolledKeys = made.GetProperty("rolled").GetRawText();
    }

    public async Task DisposeAsync() => await Issuer.DisposeAsync();

    /// <summary>A token.</summary>
    public string this[string name] => Tokens.GetProperty(name).GetString()!;

    private static async Task InstallAsync()
    {
        var wanted = new FileInfo(Path.Combine(Folder, "package-lock.json"));
        var installed = new FileInfo(Path.Combine(Folder, "node_modules/.package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
        {
            await RunAsync("npm", ["ci", "--no-audit", "--no-fund"], "");
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string input)
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
        Assert.True(process.ExitCode == 0, $"'{program}' failed; these tests need Node.js 20 or later. {await errors}");
        return await output;
    }

    private static string FolderOf([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "node"));
}
