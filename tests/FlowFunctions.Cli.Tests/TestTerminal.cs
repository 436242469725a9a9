using FlowFunctions.Cli.SignIn;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Tests;

/// <summary>Streams in memory for commands that run in the test's own process.</summary>
internal sealed class TestTerminal : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    /// <param name="input">What the standard input has.</param>
    /// <param name="isInteractive">Whether a person reads the output.</param>
    /// <param name="settings">The folder for settings; null for one that does not exist.</param>
    /// <param name="token">What the environment signs in with, or null.</param>
    public TestTerminal(string input = "", bool isInteractive = false, string? settings = null, string? token = null)
    {
        Terminal = new Terminal
        {
            Output = _output,
            Error = _error,
            OpenInput = () => new StringReader(input),
            OpenOutput = () => Bytes,
            IsOutputInteractive = isInteractive,
            Variable = name =>
                name switch
                {
                    "XDG_CONFIG_HOME" => settings ?? Path.Combine(AppContext.BaseDirectory, "no-settings"),
                    SentToken.Variable => token,
                    _ => Environment.GetEnvironmentVariable(name),
                },
        };
    }

    public Terminal Terminal { get; }

    /// <summary>What was written as bytes.</summary>
    public MemoryStream Bytes { get; } = new();

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    /// <summary>Runs a command line and gives its exit code.</summary>
    public Task<int> RunAsync(params string[] arguments) => FlowCommandLine.RunAsync(arguments, Terminal);

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Bytes.Dispose();
    }
}
