using System.Buffers.Text;
using System.Text;
using FlowFunctions.App.Access.Tokens.Jose;

namespace FlowFunctions.App.Tests.Access.Tokens;

/// <summary>What is refused before a key is looked for.</summary>
public sealed class TokenRuleTests
{
    private const string Payload = """{"iss":"https://example.org"}""";

    [Theory]
    [InlineData("""{"alg":"RS256"}""", Payload, null)]
    [InlineData("""{"alg":"ES256","typ":"application/at+JWT"}""", Payload, null)]
    [InlineData("""{"alg":"rs256"}""", Payload, "alg")]
    [InlineData("""{"alg":"None"}""", Payload, "alg")]
    [InlineData("""{"alg":["RS256"]}""", Payload, "alg")]
    [InlineData("{}", Payload, "alg")]
    [InlineData("""{"alg":"RS256","crit":["b64"],"b64":false}""", Payload, "crit")]
    [InlineData("""{"alg":"RS256","crit":[]}""", Payload, "crit")]
    [InlineData("""{"alg":"RS256","enc":"A256GCM"}""", Payload, "enc")]
    [InlineData("""{"alg":"RS256","cty":"JWT"}""", Payload, "cty")]
    [InlineData("""{"alg":"RS256","typ":"dpop+jwt"}""", Payload, "typ")]
    [InlineData("""{"alg":"RS256","typ":"logout+jwt"}""", Payload, "typ")]
    [InlineData("""{"alg":"RS256","kid":5}""", Payload, "kid")]
    [InlineData("""{"alg":"\ud800"}""", Payload, "alg")]
    [InlineData("""{"alg":"RS256","kid":"\udc00x"}""", Payload, "kid")]
    [InlineData("""{"alg":"none","alg":"RS256"}""", Payload, "twice")]
    [InlineData("""["RS256"]""", Payload, "object")]
    [InlineData("""{"alg":"RS256"}""", """{"iss":"a","iss":"b"}""", "twice")]
    [InlineData("""{"alg":"RS256"}""", "[]", "object")]
    [InlineData("""{"alg":"RS256"}""", "5", "object")]
    [InlineData("""{"alg":"RS256"}""", """{"a":[[[[[[[[[1]]]]]]]]]}""", "JSON")]
    public void Parse_AHeaderOrPayload_IsTakenAsTheRulesSay(string header, string payload, string? refusal) =>
        Check($"{Part(header)}.{Part(payload)}.AAAA", refusal);

    [Theory]
    [InlineData("", "three parts")]
    [InlineData("a.b", "three parts")]
    [InlineData("a.b.c.d", "three parts")]
    [InlineData("a.b.c.d.e.f", "three parts")]
    [InlineData("a.b.c.d.e", "encrypted")]
    [InlineData("e30=.e30.AAAA", "base64url")]
    [InlineData("e30 .e30.AAAA", "base64url")]
    [InlineData("e3+/.e30.AAAA", "base64url")]
    [InlineData("A.e30.AAAA", "base64url")]
    public void Parse_AnotherForm_IsRefused(string token, string refusal) => Check(token, refusal);

    [Fact]
    public void Parse_AHugeToken_IsRefusedBeforeItIsRead()
    {
        var header = Part($$"""{"alg":"RS256","x":"{{new string('x', 5000)}}"}""");
        var kid = Part($$"""{"alg":"RS256","kid":"{{new string('x', 300)}}"}""");

        Check(new string('.', JsonWebToken.MaxLength + 1), "limit");
        Check($"{header}.{Part(Payload)}.AAAA", "too long");
        Check($"{kid}.{Part(Payload)}.AAAA", "256");
    }

    private static void Check(string token, string? refusal)
    {
        if (refusal is null)
        {
            JsonWebToken.Parse(token);
            return;
        }

        var thrown = Assert.Throws<SecurityTokenException>(() => JsonWebToken.Parse(token));
        Assert.Contains(refusal, thrown.Message, StringComparison.Ordinal);
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
