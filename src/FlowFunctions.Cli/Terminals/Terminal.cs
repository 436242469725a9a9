using System.Text;

namespace FlowFunctions.Cli.Terminals;

/// <summary>The streams a command talks to, and what they lead to.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    /// <summary>Results: what a program that calls <c>flow</c> reads.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Everything said to people.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens what <c>--input -</c> reads from.</summary>
    public required Func<TextReader> OpenInput { get; init; }

    /// <summary>Opens what <see cref="Output"/> leads to, for bytes.</summary>
    public Func<Stream> OpenOutput { get; init; } = Console.OpenStandardOutput;

    /// <summary>Whether a person reads <see cref="Output"/>.</summary>
    public bool IsOutputInteractive { get; init; }

    /// <summary>Whether <see cref="Error"/> can be drawn on.</summary>
    public bool IsErrorInteractive { get; init; }

    /// <summary>Whether a person can press keys.</summary>
    public bool IsInputInteractive { get; init; }

    /// <summary>Waits for a key, which is not shown.</summary>
    public Func<ConsoleKeyInfo> ReadKey { get; init; } = static () => Console.ReadKey(intercept: true);

    /// <summary>Whether colours are wanted; off where <c>NO_COLOR</c> is set (no-color.org).</summary>
    public bool HasColor { get; init; }

    /// <summary>Columns and rows of the window, as they are now.</summary>
    public Func<WindowSize> Size { get; init; } = static () => WindowSize.Default;

    /// <summary>The environment variables.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The streams of this process.</summary>
    public static Terminal OfProcess()
    {
        var isDumb = Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        return new Terminal
        {
            Output = Utf8(Console.OpenStandardOutput(), autoFlush: false),
            Error = Utf8(Console.OpenStandardError(), autoFlush: true),
            OpenInput = static () => new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false, true)),
            IsOutputInteractive = !Console.IsOutputRedirected,
            IsErrorInteractive = !Console.IsErrorRedirected && !isDumb,
            IsInputInteractive = !Console.IsInputRedirected,
            HasColor = !isDumb && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Size = WindowSize.OfProcess,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await Output.FlushAsync();
        await Error.FlushAsync();
    }

    private static StreamWriter Utf8(Stream stream, bool autoFlush) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = autoFlush, NewLine = "\n" };
}
