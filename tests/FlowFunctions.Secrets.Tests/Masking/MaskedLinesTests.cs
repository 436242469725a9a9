using System.Text;
using FlowFunctions.Secrets.Masking;
using FlowFunctions.Secrets.Masking.Lines;

namespace FlowFunctions.Secrets.Tests.Masking;

public sealed class MaskedLinesTests
{
    private readonly List<MaskedLine<int>> _shown = [];

    [Fact]
    public void Write_OrdinaryLines_ComeAtOnce()
    {
        var lines = Lines("hidden-value");
        lines.Write(new(1, "a line"));
        lines.Write(new(2, "with hidden-value"));

        Assert.Equal([new(1, "a line"), new(2, "with ***")], _shown);
    }

    [Fact]
    public void Write_SecretInTwoParts_IsMaskedInBoth()
    {
        var lines = Lines("hidden-value");
        lines.Write(new(1, "begins hidden-", IsContinued: true));
        Assert.Empty(_shown);
        lines.Write(new(1, "value ends"));

        Assert.Equal([new(1, "begins ***", IsContinued: true), new(1, "*** ends")], _shown);
    }

    [Fact]
    public void Write_BeginningOfASecretThatGoesOnDifferently_ComesAsItIs()
    {
        var lines = Lines("hidden-value");
        lines.Write(new(1, "begins hidden-", IsContinued: true));
        lines.Write(new(1, "door ends"));

        Assert.Equal([new(1, "begins hidden-", IsContinued: true), new(1, "door ends")], _shown);
    }

    [Theory]
    [InlineData("""a \u00""", """68idden-value b""")]
    [InlineData("""a hidden\""", """u002dvalue b""")]
    [InlineData("a hidden%2", "Dvalue b")]
    public void Write_EscapeInTwoParts_IsMasked(string first, string second)
    {
        var lines = Lines("hidden-value");
        lines.Write(new(1, first, IsContinued: true));
        Assert.Empty(_shown);
        lines.Write(new(1, second));

        Assert.Equal(["a ***", "*** b"], _shown.Select(static line => line.Text));
    }

    [Theory]
    [InlineData("a it'", """\''s-hidden b""")]
    [InlineData("""a it'\""", "''s-hidden b")]
    [InlineData("""a it'\'""", "'s-hidden b")]
    [InlineData("""a it'"'""", "\"'s-hidden b")]
    [InlineData("""a it\0""", "47s-hidden b")]
    [InlineData("""a it\04""", "7s-hidden b")]
    [InlineData("a IT'", "S-Hidden b")]
    public void Write_ShellQuotesInTwoParts_AreMasked(string first, string second)
    {
        var lines = Lines("it's-hidden");
        lines.Write(new(1, first, IsContinued: true));
        Assert.Empty(_shown);
        lines.Write(new(1, second));

        Assert.Equal(["a ***", "*** b"], _shown.Select(static line => line.Text));
    }

    [Fact]
    public void Write_LineOfAnotherStreamBehindAHeldOne_WaitsForItsTurn()
    {
        var lines = Lines("hidden-value");
        lines.Write(new(1, "begins hidden-", IsContinued: true));
        lines.Write(new(2, "of another stream"), stream: 1);
        Assert.Empty(_shown);
        lines.Write(new(3, "value"));

        Assert.Equal([1, 2, 3], _shown.Select(static line => line.Tag));
    }

    [Fact]
    public void Write_MoreLinesThanMayWait_GoPastTheHeldOne()
    {
        var lines = Lines("hidden-value");
        lines.Write(new(1, "begins hidden-", IsContinued: true));
        for (var i = 0; i < MaskedLines<int>.MaxWaiting; i++)
        {
            lines.Write(new(2, "of another stream"), stream: 1);
        }

        Assert.Equal(MaskedLines<int>.MaxWaiting, _shown.Count);
        lines.Write(new(3, "value"));
        Assert.Equal(["***", "***"], _shown[^2..].Select(static line => line.Text[^3..]));
    }

    [Fact]
    public void Write_MoreCharactersThanMayWait_GoPastTheHeldLine()
    {
        var lines = Lines("hidden-value");
        var half = new string('x', MaskedLines<int>.MaxWaitingLength / 2);
        lines.Write(new(1, "begins hidden-", IsContinued: true));
        lines.Write(new(2, half), stream: 1);
        Assert.Empty(_shown);
        lines.Write(new(3, half), stream: 1);

        Assert.Equal([2, 3], _shown.Select(static line => line.Tag));
        lines.Write(new(4, "value"));
        Assert.Equal([2, 3, 1, 4], _shown.Select(static line => line.Tag));
    }

    [Fact]
    public void Write_SecretOfSeveralLines_IsMaskedInEach()
    {
        var lines = Lines("ab\ncd\n\nefgh");
        foreach (var text in (string[])["before", "x ab", "cd", "", "efgh y", "cd", "after ab", "no"])
        {
            lines.Write(new(1, text));
        }

        Assert.Equal(
            ["before", "x ***", "***", "", "*** y", "cd", "after ab", "no"],
            _shown.Select(static line => line.Text)
        );
    }

    [Fact]
    public void Write_BrokenBase64OfALongSecret_IsMasked()
    {
        var secret = RandomSecrets.Next(new Random(4), 150, 151);
        var lines = Lines(secret);
        foreach (var line in Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=').Chunk(76))
        {
            lines.Write(new(1, new string(line)));
        }

        lines.Write(new(2, "after"));

        Assert.Equal(["***", "***", "***", "after"], _shown.Select(static line => line.Text));
    }

    [Fact]
    public void Flush_HeldLine_Comes()
    {
        var lines = Lines("hidden-value");
        lines.Write(new(1, "begins hidden-", IsContinued: true));
        lines.Flush();

        Assert.Equal([new(1, "begins hidden-", IsContinued: true)], _shown);
    }

    [Fact]
    public void Write_RandomSecretsInAnyEncodingCutAnywhere_LeaveNothing()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var secret = RandomSecrets.Next(random);
            foreach (var (name, encode) in Encodings.All)
            {
                _shown.Clear();
                var (before, after) = (Flat(random), Flat(random));
                Cut(Lines(secret), before + encode(secret) + after, random);
                var shown = string.Concat(_shown.Select(static line => line.Text));

                Assert.Equal((before, after), (shown[..before.Length], shown[^after.Length..]));
                var rest = shown[before.Length..^after.Length].Replace("***", "", StringComparison.Ordinal);
                Assert.True(rest.Length <= 10, $"{name} of {secret}: {shown}");
            }
        }
    }

    [Fact]
    public void Write_TextsWithoutSecretsCutAnywhere_StayAsTheyAre()
    {
        var random = new Random(6);
        var secrets = Enumerable.Range(0, 5).Select(_ => RandomSecrets.Next(random)).ToArray();
        for (var round = 0; round < 500; round++)
        {
            _shown.Clear();
            var (secret, other) = (secrets[round % secrets.Length], RandomSecrets.Next(random));
            var text = Flat(random) + secret[..^1] + other + Flat(random);
            Cut(Lines([.. secrets]), text, random);

            Assert.Equal(text, string.Concat(_shown.Select(static line => line.Text)));
        }
    }

    [Fact]
    public void Write_RandomSecretsOfSeveralLines_LeaveNothing()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            _shown.Clear();
            var parts = Enumerable.Range(0, random.Next(2, 8)).Select(_ => RandomSecrets.Next(random, 1, 80)).ToArray();
            var secret = string.Join(random.Next(2) == 0 ? "\n" : "\r\n", parts);
            var (before, after) = (Flat(random), Flat(random));
            var lines = Lines(secret);
            foreach (
                var (line, i) in $"{before}{string.Join('\n', parts)}{after}".Split('\n').Select((line, i) => (line, i))
            )
            {
                var cut = random.Next(line.Length);
                lines.Write(new(i, line[..cut], IsContinued: true));
                lines.Write(new(i, line[cut..]));
            }

            lines.Flush();
            var shown = string.Concat(_shown.Select(static line => line.Text));

            Assert.Equal(before + after, shown.Replace("***", "", StringComparison.Ordinal));
            Assert.Equal(_shown.Select(static line => line.Tag).Order(), _shown.Select(static line => line.Tag));
        }
    }

    private static string Flat(Random random) => RandomSecrets.Noise(random, random.Next(40)).Replace('\n', '.');

    private static void Cut(MaskedLines<int> lines, string text, Random random)
    {
        var at = 0;
        while (at < text.Length)
        {
            var length = Math.Min(text.Length - at, random.Next(1, 30));
            lines.Write(new(at, text.Substring(at, length), IsContinued: at + length < text.Length));
            at += length;
        }

        lines.Flush();
    }

    private MaskedLines<int> Lines(params string[] secrets) => new(SecretMask.Of(secrets), _shown.Add);
}
