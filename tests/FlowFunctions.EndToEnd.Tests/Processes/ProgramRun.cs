using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace FlowFunctions.EndToEnd.Tests.Processes;

/// <summary>A program that runs, and what it has said so far.</summary>
internal sealed class ProgramRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private ProgramRun(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Take(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public StreamWriter Input => _process.StandardInput;

    public static ProgramRun Start(
        string program,
        IEnumerable<string> arguments,
        string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Repository.Root,
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["FLOW_SECRET_TOKEN"] = "s3cret-token";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new ProgramRun(Process.Start(start)!);
    }

    /// <summary>Waits until a line was printed, on either stream, that has a text in it.</summary>
    public async Task<string> WaitForLineAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var line in _lines.Reader.ReadAllAsync(patience.Token))
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"It ended without '{text}':\n{_output}\n{_error}");
    }

    /// <summary>Waits for the program's end.</summary>
    /// <param name="atMost">How long it may take; by default a minute.</param>
    public async Task<ProgramEnd> EndAsync(TimeSpan? atMost = null)
    {
        using var patience = new CancellationTokenSource(atMost ?? Patience);
        await _process.WaitForExitAsync(patience.Token);
        return new ProgramEnd(_process.ExitCode, _output.ToString(), _error.ToString());
    }

    /// <summary>Sends a signal, such as <c>INT</c>.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Take(StringBuilder text, string? line)
    {
        if (line is null)
        {
            return;
        }

        text.Append(line).Append('\n');
        _lines.Writer.TryWrite(line);
    }
}

/// <summary>How a program ended.</summary>
internal sealed record ProgramEnd(int ExitCode, string Output, string Error);
