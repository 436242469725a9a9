using FlowFunctions.Cli.Sources;

namespace FlowFunctions.Cli.Tests.Sources;

public sealed class TextFileTests
{
    [Fact]
    public void Decode_ByteOrderMark_IsLeftOut() =>
        Assert.Equal("ä", TextFile.Decode("f", [0xEF, 0xBB, 0xBF, 0xC3, 0xA4]));

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0x00 })]
    [InlineData(new byte[] { 0xFE, 0xFF, 0x00, 0x7B })]
    public void Decode_Utf16_IsNamed(byte[] bytes) =>
        Assert.Equal("f is UTF-16 text. Save it as UTF-8.", Refusal(bytes));

    [Theory]
    [InlineData(new byte[] { 0x7B, 0x0A, 0x61, 0xE4, 0x7D }, "line 2", "(0xE4, at offset 3)")]
    [InlineData(new byte[] { 0xC3 }, "line 1", "(0xC3, at offset 0)")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0xFF }, "line 1", "(0xFF, at offset 3)")]
    public void Decode_NoUtf8_SaysWhere(byte[] bytes, string line, string place)
    {
        Assert.Contains(line, Refusal(bytes), StringComparison.Ordinal);
        Assert.Contains(place, Refusal(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Folder_IsCalledOne()
    {
        var exception = await Assert.ThrowsAsync<InvalidUseException>(() =>
            TextFile.ReadAsync(AppContext.BaseDirectory)
        );

        Assert.Contains("is a folder", exception.Message, StringComparison.Ordinal);
    }

    private static string Refusal(byte[] bytes) =>
        Assert.Throws<InvalidUseException>(() => TextFile.Decode("f", bytes)).Message;
}
