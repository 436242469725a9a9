using System.Text.Json;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Cli.Tests.Apps;

namespace FlowFunctions.Cli.Tests.Remote.Secrets;

[Collection(nameof(AppTests))]
public sealed class SecretsCommandTests(AppFixture app)
{
    private readonly string _environment = AppFixture.NewId("env");

    [Fact]
    public async Task Set_FromStandardInput_IsListedWithoutItsValue()
    {
        var set = await RunAsync("hidden-value\n", "set", "CRM_TOKEN");
        Assert.True(set.ExitCode == 0, set.Error);
        Assert.Equal(("", $"CRM_TOKEN is written (environment {_environment}, version 1).\n"), (set.Output, set.Error));

        var list = await RunAsync("", "ls");
        Assert.StartsWith("CRM_TOKEN\tvault\t1\t2", list.Output, StringComparison.Ordinal);
        var json = JsonElement.Parse((await RunAsync("", "ls", "--json")).Output);
        Assert.Equal("CRM_TOKEN", json[0].GetProperty("name").GetString());
        Assert.DoesNotContain("hidden", json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_Secret_CanBeRecovered()
    {
        await RunAsync("one", "set", "A");
        Assert.Equal(0, (await RunAsync("", "rm", "A")).ExitCode);
        Assert.Contains("There are no such secrets", (await RunAsync("", "ls")).Error, StringComparison.Ordinal);
        Assert.StartsWith("A\tvault\t1\t2", (await RunAsync("", "ls", "--deleted")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("", "recover", "A")).ExitCode);
        Assert.StartsWith("A\tvault\t1\t2", (await RunAsync("", "ls")).Output, StringComparison.Ordinal);
        var again = await RunAsync("", "recover", "A");
        Assert.StartsWith("flow: Secret.NotFound: ", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public async Task Set_EmptyInput_IsRefused(string input)
    {
        var set = await RunAsync(input, "set", "A");

        Assert.Equal(ExitCode.Invalid, set.ExitCode);
        Assert.Contains("The value is empty", set.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_ValueAsArgument_IsRefusedWithoutRepeatingIt()
    {
        var set = await RunAsync("", "set", "A", "hidden", "--hidden");

        Assert.Equal((ExitCode.Invalid, ""), (set.ExitCode, set.Output));
        Assert.Contains("--from-file FILE", set.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--hidden", set.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("VALUE", (await RunAsync("", "set", "--help")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_FromAHugeFile_TellsTheLimit()
    {
        using var folder = new TemporaryFolder();
        var set = await RunAsync("", "set", "A", "--from-file", folder.Write("large", new string('x', 300_000)));

        Assert.Equal(ExitCode.Invalid, set.ExitCode);
        Assert.Contains("300,000 bytes; a secret has 25,600 at most", set.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_FromFile_SendsItAsItIs()
    {
        using var folder = new TemporaryFolder();
        var set = await RunAsync("", "set", "KEY", "--from-file", folder.Write("key.pem", "-----\nkey\n-----\n"));
        Assert.True(set.ExitCode == 0, set.Error);

        var missing = await RunAsync("", "set", "KEY", "--from-file", folder.PathOf("none"));
        Assert.Equal(ExitCode.Invalid, missing.ExitCode);
    }

    [Fact]
    public async Task Set_OnATerminal_AsksAndShowsNothing()
    {
        var keys = new Queue<char>("hiddem\bn\r");
        using var output = new StringWriter();
        using var error = new StringWriter();
        await using var terminal = new Terminal
        {
            Output = output,
            Error = error,
            OpenInput = static () => throw new InvalidOperationException("The keys are read."),
            IsInputInteractive = true,
            ReadKey = () => KeyOf(keys.Dequeue()),
        };

        var arguments = (string[])["secrets", "set", "A", "-e", _environment, "--server", app.Address];
        Assert.Equal(0, await FlowCommandLine.RunAsync(arguments, terminal));
        Assert.StartsWith("Value of A (not shown): ", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hid", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(keys);
    }

    private static ConsoleKeyInfo KeyOf(char character) =>
        new(
            character,
            character switch
            {
                '\r' => ConsoleKey.Enter,
                '\b' => ConsoleKey.Backspace,
                _ => ConsoleKey.NoName,
            },
            shift: false,
            alt: false,
            control: false
        );

    private async Task<CommandEnd> RunAsync(string input, params string[] arguments)
    {
        using var terminal = new TestTerminal(input);
        var exitCode = await terminal.RunAsync(["secrets", .. arguments, "-e", _environment, "--server", app.Address]);
        return new CommandEnd(exitCode, terminal.Output, terminal.Error);
    }
}
