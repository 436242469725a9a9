using System.Diagnostics;
using System.Text;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Terminals;

/// <summary><c>flow</c> in a real pseudo-terminal, made by <c>script</c> (util-linux).</summary>
internal sealed class TerminalRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _script;
    private readonly StringBuilder _text = new();

    private TerminalRun(Process script) => _script = script;

    /// <summary>Everything that was written to the terminal so far.</summary>
    public string Text => _text.ToString();

    /// <param name="command">What follows <c>flow</c>, as a shell reads it.</param>
    /// <param name="columns">Width of the window.</param>
    /// <param name="rows">Height of the window.</param>
    /// <param name="variables">Environment variables, as a shell reads them.</param>
    public static TerminalRun Start(
        string command,
        int columns = 100,
        int rows = 30,
        string variables = "TERM=xterm-256color"
    )
    {
        var shell =
            $"stty cols {columns} rows {rows}; exec env -u NO_COLOR {variables} dotnet {Flow.Assembly} {command}";
        var start = new ProcessStartInfo("script", ["-qefc", shell, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = Repository.Root,
        };
        return new TerminalRun(Process.Start(start)!);
    }

    /// <summary>Reads until a text was written.</summary>
    public async Task WaitForAsync(string text)
    {
        while (!Text.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(await ReadAsync(), $"It ended without '{text}':\n{Text}");
        }
    }

    public async Task PressAsync(string keys)
    {
        await _script.StandardInput.WriteAsync(keys);
        await _script.StandardInput.FlushAsync();
    }

    /// <summary>Reads to the end and gives the exit code.</summary>
    public async Task<int> EndAsync()
    {
        while (await ReadAsync()) { }

        await _script.WaitForExitAsync();
        return _script.ExitCode;
    }

    /// <summary>The window as it stands after all that was read.</summary>
    public Screen Draw()
    {
        var screen = new Screen();
        screen.Write(Text);
        return screen;
    }

    public void Dispose()
    {
        if (!_script.HasExited)
        {
            _script.Kill(entireProcessTree: true);
        }

        _script.Dispose();
    }

    private async Task<bool> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new char[4096];
        var count = await _script.StandardOutput.ReadAsync(buffer, patience.Token);
        _text.Append(buffer, 0, count);
        return count > 0;
    }
}
