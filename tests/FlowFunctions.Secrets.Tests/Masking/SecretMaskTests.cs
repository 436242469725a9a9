using System.Text;
using FlowFunctions.Secrets.Masking;

namespace FlowFunctions.Secrets.Tests.Masking;

public sealed class SecretMaskTests
{
    [Fact]
    public void Apply_NothingToMask_IsTheSameText()
    {
        const string text = "a text with 100 % and \\u0041 and a+b";

        Assert.Same(text, SecretMask.Of(["hidden-value"]).Apply(text));
        Assert.Same(text, SecretMask.None.Apply(text));
        Assert.Null(SecretMask.None.Apply(null));
    }

    [Theory]
    [InlineData("s3cr", "as3crb", "a***b")]
    [InlineData("s3cr\n", "as3crb", "a***b")]
    [InlineData("s3c", "as3cb", "as3cb")]
    [InlineData("s3c", "s3c", "***")]
    [InlineData("   ", "a   b", "a   b")]
    [InlineData("", "ab", "ab")]
    [InlineData("      x", "a      xb", "a***b")]
    public void Apply_LengthOfTheSecret_DecidesWhereItCounts(string secret, string text, string expected) =>
        Assert.Equal(expected, SecretMask.Of([secret]).Apply(text));

    [Fact]
    public void Apply_OverlappingSecrets_LeaveNothingOfEither() =>
        Assert.Equal("<***>", SecretMask.Of(["abcdef", "defghi", "cdef"]).Apply("<abcdefghi>"));

    [Fact]
    public void Apply_SecretInSecret_MasksTheLonger() =>
        Assert.Equal("<***>", SecretMask.Of(["pass", "password"]).Apply("<password>"));

    [Theory]
    [InlineData("top/sec \"ret\"", """top\/sec \"ret\" """)]
    [InlineData("top/sec ret", "top%2Fsec+ret")]
    [InlineData("top/sec ret", "top%2fsec%20ret")]
    [InlineData("héllo wörld", "h%E9llo%20w%F6rld")]
    [InlineData("héllo wörld", """h\xe9llo w\xf6rld""")]
    [InlineData("a%41b%42", "a%41b%42")]
    [InlineData("""dom\user\name""", """dom\user\name""")]
    [InlineData("""dom\user\name""", """dom\\user\\name""")]
    [InlineData("""dom\user\name""", """dom\\\\user\\\\name""")]
    [InlineData("it's-A-secret-42", """it'\''s-A-secret-42""")]
    [InlineData("it's-A-secret-42", """it'"'"'s-A-secret-42""")]
    [InlineData("it's-A-secret-42", """it\'s-A-secret-42""")]
    [InlineData("say\"so\"x", """say"'"'"so"'"'"x""")]
    [InlineData("''it''", """'\'''\''it'\'''\''""")]
    [InlineData("""'"'it""", """'"'"'"'"'"'it""")]
    [InlineData("pass word&99;z", """pass\ word\&99\;z""")]
    [InlineData("""plain!pw99\end""", """plain\!pw99\\end""")]
    [InlineData("pa$$w\"rd-99`x", """pa\$\$w\"rd-99\`x""")]
    [InlineData("grün-geheim-77", """gr\303\274n-geheim-77""")]
    [InlineData("grün-geheim-77", """gr\xc3\xbcn-geheim-77""")]
    [InlineData("smile-😀-now", """smile-\U0001f600-now""")]
    [InlineData("bell\a\v\eend", """bell\a\v\Eend""")]
    [InlineData("it's/A %", "it%27%5C%27%27s%2FA%20%25")]
    public void Apply_Escaped_IsMasked(string secret, string text) =>
        Assert.Equal("[***]", SecretMask.Of([secret]).Apply($"[{text.Trim()}]"));

    [Theory]
    [InlineData("Token-1234", "token-1234", "***")]
    [InlineData("token-1234", "TOKEN-1234", "***")]
    [InlineData("Grün-Token", "grün-tOKEN", "***")]
    [InlineData("Grün-Token", "grÜn-token", "grÜn-token")]
    [InlineData("Ünder-Cover", "Ünder-cover", "***")]
    [InlineData("Token 1234", "token%201234", "***")]
    [InlineData("Token-1", "token-1", "token-1")]
    [InlineData("12345678", "12345678", "***")]
    [InlineData("First-line\nSecond", "first-line", "***")]
    public void Apply_OtherLetterCase_IsMaskedFromEightCharactersOn(string secret, string text, string expected) =>
        Assert.Equal($"[{expected}]", SecretMask.Of([secret, "another"]).Apply($"[{text}]"));

    [Fact]
    public void Apply_SecretsThatDifferInCaseOnly_AreAllMasked() =>
        Assert.Equal(
            "*** *** ***",
            SecretMask.Of(["Token-1234", "TOKEN-1234"]).Apply("token-1234 Token-1234 TOKEN-1234")
        );

    [Theory]
    [MemberData(nameof(Encodings.Names), MemberType = typeof(Encodings))]
    public void Apply_EveryEncoding_IsMasked(string encoding)
    {
        const string secret = "aß/日+😀 \"x\" ~?>";
        var encoded = Encodings.All[encoding](secret);
        var masked = SecretMask.Of([secret]).Apply($"before {encoded} after");

        Assert.StartsWith("before ", masked, StringComparison.Ordinal);
        Assert.EndsWith(" after", masked, StringComparison.Ordinal);
        Assert.Contains(SecretMask.Replacement, masked, StringComparison.Ordinal);
        Assert.True(masked.Length <= "before u0*** after".Length + 6, masked);
    }

    [Fact]
    public void Apply_RandomSecretsInAnyEncoding_LeaveNothing()
    {
        var random = new Random(1);
        for (var round = 0; round < 400; round++)
        {
            var secrets = Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomSecrets.Next(random)).ToArray();
            var mask = SecretMask.Of(secrets);
            foreach (var (name, encode) in Encodings.All)
            {
                var secret = secrets[random.Next(secrets.Length)];
                var (before, after) = (
                    RandomSecrets.Noise(random, random.Next(9)),
                    RandomSecrets.Noise(random, random.Next(9))
                );
                var masked = mask.Apply(before + encode(secret) + after);
                var rest = masked[before.Length..^after.Length];

                Assert.True(mask.IsIn(before + encode(secret) + after), $"{name} of {secret}");
                Assert.Equal((before, after), (masked[..before.Length], masked[^after.Length..]));

                // What may be left is what stands beside the secret in a longer base64 text.
                Assert.True(
                    rest.Replace("***", "", StringComparison.Ordinal).Length <= 8,
                    $"{name} of {secret}: {rest}"
                );
            }
        }
    }

    [Fact]
    public void Apply_TextsWithoutSecrets_StayAsTheyAre()
    {
        var random = new Random(2);
        var mask = SecretMask.Of([.. Enumerable.Range(0, 20).Select(_ => RandomSecrets.Next(random))]);
        for (var round = 0; round < 200; round++)
        {
            foreach (var encode in Encodings.All.Values)
            {
                var text = encode(
                    RandomSecrets.Next(random) + RandomSecrets.Noise(random, 20) + RandomSecrets.Next(random)
                );

                Assert.Same(text, mask.Apply(text));
            }
        }
    }

    [Fact]
    public void Apply_Base64WithBrokenLines_IsMasked()
    {
        var secret = RandomSecrets.Next(new Random(3), 150, 151);
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        var lines = string.Join("\r\n", base64.Chunk(76).Select(static line => new string(line)));

        Assert.Equal("<***>", SecretMask.Of([secret]).Apply($"<{lines.TrimEnd('=')}>"));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Apply_SecretOfSeveralLines_CountsAsAWholeAndByLine(string lineEnd)
    {
        var key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\nBKc=\n-----END KEY-----\n";
        var mask = SecretMask.Of([key]);

        Assert.Equal(
            $"a ***{lineEnd} b",
            mask.Apply("a " + key.Replace("\n", lineEnd, StringComparison.Ordinal) + " b")
        );
        Assert.Equal("a *** b", mask.Apply("a hkiG9w0BAQEFAASC b"));
        Assert.Equal("a BKc= -----END KEY----- b", mask.Apply("a BKc= -----END KEY----- b"));
        Assert.Equal(
            "a *** b",
            mask.Apply("a " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key.TrimEnd())).TrimEnd('=') + " b")
        );
    }

    [Fact]
    public void Apply_OverlappingOccurrences_AreOneMask() =>
        Assert.Equal("<***>", SecretMask.Of(["aaaa"]).Apply($"<{new string('a', 100_000)}>"));

    [Fact]
    public void Apply_NothingFound_AllocatesNothing()
    {
        var mask = SecretMask.Of(["first-secret with blank", "second secret"]);
        var text = string.Concat(Enumerable.Repeat("a line with \\\"escapes\\\" and %20 and a+b\n", 200));
        _ = mask.Apply(text);

        // A collection may take the pool's buffer between two calls, and the next call then rents a new one: that spoils a round, not all of them.
        Assert.Contains(0, Enumerable.Range(0, 5).Select(_ => Allocated(mask, text)));
    }

    private static long Allocated(SecretMask mask, string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
        {
            _ = mask.Apply(text);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
