using System.Diagnostics;
using FlowFunctions.Secrets.Masking;

namespace FlowFunctions.Secrets.Tests.Masking;

/// <summary>What real programs write when they quote a text for a shell.</summary>
public sealed class ShellTests
{
    private const string Bash = """
        for text; do
          printf '%q\0' "$text"
          (LC_ALL=C; printf '%q\0' "$text")
          printf '%s\0' "${text@Q}"
          declare -p text; printf '\0'
          (exec 2>&1; set -x; : "$text"); printf '\0'
          (LC_ALL=C; exec 2>&1; set -x; : "$text"); printf '\0'
        done
        """;

    private const string Python = """
        import json, shlex, sys
        for text in sys.argv[1:]:
            quoted = shlex.quote(text)
            for shown in (quoted, repr(quoted), json.dumps(quoted), repr(text), repr(text.encode()), ascii(text)):
                sys.stdout.write(shown + "\0")
        """;

    private const int FormsEach = 6;

    [Theory]
    [InlineData("bash", Bash)]
    [InlineData("python3", Python)]
    public async Task Apply_WhatAShellQuotes_IsMasked(string program, string script)
    {
        var random = new Random(8);
        string[] secrets =
        [
            "it's-A-secret-42",
            "pass word&99;z",
            """plain!pw99\end""",
            "pa$$w\"rd-99`x",
            "grün-geheim-77",
            "'\"'\"'quotes'",
            "tab\tand\u001bmore",
            .. Enumerable.Range(0, 100).Select(_ => RandomSecrets.Next(random)),
        ];
        var shown = await RunAsync(
            program,
            ["-c", script, .. program == "bash" ? ["bash"] : Array.Empty<string>(), .. secrets]
        );

        Assert.Equal(secrets.Length * FormsEach, shown.Length);
        for (var i = 0; i < shown.Length; i++)
        {
            var secret = secrets[i / FormsEach];
            var masked = SecretMask.Of([secret]).Apply(shown[i]);

            // What may be left is the quotes, a trace's beginning and the variable's name.
            Assert.True(
                masked.Contains(SecretMask.Replacement, StringComparison.Ordinal) && masked.Length <= 30,
                $"{secret} is shown as {shown[i]} and {masked}"
            );
        }
    }

    private static async Task<string[]> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output.Split('\0')[..^1];
    }
}
