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
    [InlineData("{\"n\": 1,\n\"n\": 2}", "--input sets 'n' twice in one object (line 2)")]
    [InlineData("[{\"a\": {\"b\": 1, \"\\u0062\": 2}}]", "--input sets 'b' twice")]
    public async Task Argument_Unusable_SaysWhy(string argument, string message)
    {
        using var terminal = new TestTerminal();

        var exception = await Assert.ThrowsAsync<InvalidUseException>(() =>
            JsonArgument.ReadAsync("--input", argument, terminal.Terminal)
        );

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(512, null)]
    [InlineData(513, "--input nests objects and lists more than 512 deep.")]
    public async Task Argument_Depth_HasALimit(int depth, string? message)
    {
        using var terminal = new TestTerminal();
        var json = new string('[', depth) + new string(']', depth);

        var exception = await Record.ExceptionAsync(() => JsonArgument.ReadAsync("--input", json, terminal.Terminal));

        Assert.Equal(message is null, exception is null);
        Assert.StartsWith(message ?? "", exception?.Message ?? "", StringComparison.Ordinal);
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
