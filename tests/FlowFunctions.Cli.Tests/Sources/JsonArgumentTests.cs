using FlowFunctions.Cli.Sources;

namespace FlowFunctions.Cli.Tests.Sources;

public sealed class JsonArgumentTests
{
    [Fact]
    public async Task Argument_Dash_ReadsTheStandardInput()
    {
        using var terminal = new TestTerminal(input: "[1]");

        var value = await JsonArgument.ReadAsync("--input", "-", terminal.Terminal);

        Assert.Equal(1, value[0].GetInt32());
    }

    [Fact]
    public async Task Argument_At_ReadsTheFile()
    {
        using var file = new TemporaryFile("{\"n\": 1}");
        using var terminal = new TestTerminal();

        var value = await JsonArgument.ReadAsync("--input", $"@{file.Path}", terminal.Terminal);

        Assert.Equal(1, value.GetProperty("n").GetInt32());
    }

    [Theory]
    [InlineData("{", "--input is not JSON (line 1, byte 2)")]
    [InlineData("@/nowhere/input.json", "there is no such file")]
    public async Task Argument_Unusable_SaysWhy(string argument, string message)
    {
        using var terminal = new TestTerminal();

        var exception = await Assert.ThrowsAsync<InvalidUseException>(() =>
            JsonArgument.ReadAsync("--input", argument, terminal.Terminal)
        );

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=x")]
    [InlineData("name")]
    public void KeyValue_NoNameOrNoValue_IsRefused(string argument) =>
        Assert.Throws<InvalidUseException>(() => KeyValues.ToObject("--env", [argument]));

    [Fact]
    public void KeyValues_NameTwice_LastCounts() =>
        Assert.Equal("{\"A\":\"2\",\"B\":\"\"}", KeyValues.ToObject("--env", ["A=1", "B=", "A=2"]).GetRawText());
}
