using System.Collections.Immutable;
using System.Text;
using FlowFunctions.App.Triggers.Webhooks.Auth;
using FlowFunctions.Flows.Triggers;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.App.Tests.Triggers.Webhooks.Auth;

public sealed class SignatureTests
{
    private const string GithubSecret = "It's a Secret to Everybody";
    private const string GithubHex = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    private const string SlackHex = "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private const string SlackBody =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        + "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
        + "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    private const long SlackTime = 1531420618;
    private const string StripeBody = """{"id":"evt_test_webhook","object":"event"}""";
    private const string StripeHex = "c7c3d746e7cdd317777e449687419bddef209f52af4a01952b1adca7c5026a79";
    private const long StripeTime = 1516242000;
    private const string StandardBody = """{"test": 2432232314}""";
    private const string StandardSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string StandardBase64 = "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const long StandardTime = 1614265330;

    /// <summary>The example of GitHub's documentation.</summary>
    [Fact]
    public void Github_ItsOwnExample_IsGood()
    {
        var proof = Check(
            Auth("github"),
            GithubSecret,
            "Hello, World!",
            0,
            ("X-Hub-Signature-256", $"sha256={GithubHex}")
        );

        Assert.Equal(new Proof(true), proof);
    }

    /// <summary>The example of Slack's documentation.</summary>
    [Fact]
    public void Slack_ItsOwnExample_IsGood()
    {
        var proof = CheckSlack(SlackTime, $"v0={SlackHex}");

        Assert.Equal(new Proof(true, Replay: SlackHex), proof);
    }

    /// <summary>The form that Stripe documents, computed with OpenSSL.</summary>
    [Theory]
    [InlineData($"t=1516242000,v1={StripeHex},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39")]
    [InlineData($"t=1516242000,v1=0000000000000000000000000000000000000000000000000000000000000000,v1={StripeHex}")]
    [InlineData($"t=1516242000, v1={StripeHex}")]
    public void Stripe_OneOfItsSignatures_IsGood(string header) =>
        Assert.Equal(new Proof(true, Replay: StripeHex), CheckStripe(StripeTime, header));

    /// <summary>The example of the Standard Webhooks libraries.</summary>
    [Theory]
    [InlineData($"v1,{StandardBase64}")]
    [InlineData($"v1a,AAAA v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v1,{StandardBase64}")]
    public void Standard_ItsOwnExample_IsGood(string signature)
    {
        var proof = CheckStandard("msg_p5jXN8AQM9LWM0D4loKWxJek", StandardTime, signature);

        Assert.True(proof.IsGood);
        Assert.Equal("msg_p5jXN8AQM9LWM0D4loKWxJek", proof.SignedId);
    }

    [Theory]
    [InlineData(GithubHex)]
    [InlineData("sha256=" + GithubHex)]
    [InlineData("dXEH6g6yUJ/CESIczphLijdXC211hsIsRvQ3nIsEPhc=")]
    [InlineData("sha256=dXEH6g6yUJ/CESIczphLijdXC211hsIsRvQ3nIsEPhc=")]
    public void Generic_HexOrBase64_IsGood(string value) =>
        Assert.True(
            Check(Auth("generic", "X-Signature"), GithubSecret, "Hello, World!", 0, ("x-signature", value)).IsGood
        );

    [Fact]
    public void Generic_WithTime_SignsItToo()
    {
        var auth = Auth("generic", "X-Sig") with { TimestampHeader = "X-Time" };
        (string, string)[] headers = [("X-Sig", StripeHex), ("X-Time", "1516242000")];

        Assert.Equal(new Proof(true, StripeHex), Check(auth, "whsec_test_secret", StripeBody, StripeTime, headers));
        Assert.False(Check(auth, "whsec_test_secret", StripeBody, StripeTime, headers[..1]).IsGood);
        Assert.False(Check(auth, "whsec_test_secret", StripeBody, StripeTime + 301, headers).IsGood);
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void SignedTime_FarFromNow_IsRefusedEitherWay(int seconds, bool isGood)
    {
        Assert.Equal(isGood, CheckStripe(StripeTime + seconds, $"t={StripeTime},v1={StripeHex}").IsGood);
        Assert.Equal(isGood, CheckSlack(SlackTime + seconds, $"v0={SlackHex}").IsGood);
        Assert.Equal(
            isGood,
            CheckStandard("msg_p5jXN8AQM9LWM0D4loKWxJek", StandardTime + seconds, $"v1,{StandardBase64}").IsGood
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("t=1516242000")]
    [InlineData($"v1={StripeHex}")]
    [InlineData($"t=,v1={StripeHex}")]
    [InlineData($"t=1516242000,t=1516242001,v1={StripeHex}")]
    [InlineData($"t=-1516242000,v1={StripeHex}")]
    [InlineData($"t=15162420000000000,v1={StripeHex}")]
    [InlineData($"t=1516242001,v1={StripeHex}")]
    [InlineData($"t=1516242000,v0={StripeHex}")]
    [InlineData($"t=1516242000,v1={StripeHex}00")]
    [InlineData("t=1516242000,v1=zz")]
    [InlineData("t=1516242000,v1=c7c3d746e7cdd317777e449687419bddef209f52af4a01952b1adca7c5026a78")]
    public void Stripe_AnythingElse_IsRefused(string header) => Assert.False(CheckStripe(StripeTime, header).IsGood);

    [Theory]
    [InlineData("sha1=" + GithubHex)]
    [InlineData(GithubHex)]
    [InlineData("sha256=")]
    [InlineData("sha256=" + GithubHex + "," + GithubHex)]
    [InlineData("SHA256=" + GithubHex)]
    public void Github_AnythingElse_IsRefused(string header) =>
        Assert.False(Check(Auth("github"), GithubSecret, "Hello, World!", 0, ("X-Hub-Signature-256", header)).IsGood);

    [Fact]
    public void Github_OtherBodyOrSecret_IsRefused()
    {
        (string, string) header = ("X-Hub-Signature-256", $"sha256={GithubHex}");

        Assert.False(Check(Auth("github"), GithubSecret, "Hello, World?", 0, header).IsGood);
        Assert.False(Check(Auth("github"), GithubSecret + "!", "Hello, World!", 0, header).IsGood);
        Assert.False(Check(Auth("github"), GithubSecret, "Hello, World!", 0).IsGood);
    }

    [Fact]
    public void Header_GivenTwice_IsRefused()
    {
        var headers = new HeaderDictionary
        {
            ["X-Hub-Signature-256"] = new[] { $"sha256={GithubHex}", $"sha256={GithubHex}" },
        };

        Assert.Null(SignatureScheme.For(Auth("github")).Read(headers));
    }

    [Fact]
    public void Header_OfItsOwn_TakesThePlaceOfThePresets() =>
        Assert.True(
            Check(
                Auth("github", "X-Gitea"),
                GithubSecret,
                "Hello, World!",
                0,
                ("X-Gitea", $"sha256={GithubHex}")
            ).IsGood
        );

    [Fact]
    public void Secrets_WhileTheyChange_AreAllGood()
    {
        var scheme = SignatureScheme.For(Auth("github"));
        var signed = scheme.Read(new HeaderDictionary { ["X-Hub-Signature-256"] = $"sha256={GithubHex}" })!;

        var proof = SignatureCheck.Of(
            signed,
            [.. new[] { "new", GithubSecret }.Select(Encoding.UTF8.GetBytes)],
            "Hello, World!"u8,
            DateTimeOffset.UnixEpoch,
            TimeSpan.Zero
        );

        Assert.True(proof.IsGood);
    }

    [Theory]
    [InlineData("msg.1")]
    [InlineData("")]
    public void Standard_IdThatCouldBeMoved_IsRefused(string id) =>
        Assert.False(CheckStandard(id, StandardTime, $"v1,{StandardBase64}").IsGood);

    [Fact]
    public void Standard_SecretThatIsNoBase64_IsNoKey()
    {
        Assert.Null(StandardSignature.Instance.KeyOf("whsec_%%%"u8.ToArray()));
        Assert.Equal("plain"u8.ToArray(), StandardSignature.Instance.KeyOf("plain"u8.ToArray()));
    }

    [Theory]
    [InlineData(1)]
    public void Read_AnyHeader_NeverThrows(int seed)
    {
        var random = new Random(seed);
        string[] pieces =
        [
            "t=",
            "v1=",
            "v0=",
            ",",
            " ",
            "sha256=",
            StripeHex,
            StandardBase64,
            "1516242000",
            "=",
            "é",
            "\0",
            "v1,",
        ];
        for (var round = 0; round < 2_000; round++)
        {
            var text = string.Concat(
                Enumerable.Range(0, random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)])
            );
            foreach (var preset in (string[])["github", "stripe", "slack", "generic"])
            {
                // Right signatures under the wrong shape never count: the key is another one.
                Assert.False(
                    Check(
                        Auth(preset, preset == "generic" ? null : "X-Any"),
                        "another",
                        "body",
                        StripeTime,
                        ("X-Any", text),
                        ("webhook-signature", text),
                        ("webhook-id", "a"),
                        ("webhook-timestamp", "1516242000"),
                        ("X-Slack-Request-Timestamp", "1516242000")
                    ).IsGood
                );
            }
        }
    }

    private static Proof CheckStripe(long now, string header) =>
        Check(Auth("stripe"), "whsec_test_secret", StripeBody, now, ("Stripe-Signature", header));

    private static Proof CheckSlack(long now, string header) =>
        Check(
            Auth("slack"),
            "8f742231b10e8888abcd99yyyzzz85a5",
            SlackBody,
            now,
            ("X-Slack-Signature", header),
            ("X-Slack-Request-Timestamp", "1531420618")
        );

    private static Proof CheckStandard(string id, long now, string signature) =>
        Check(
            Auth("generic"),
            StandardSecret,
            StandardBody,
            now,
            ("webhook-id", id),
            ("webhook-timestamp", "1614265330"),
            ("webhook-signature", signature)
        );

    private static WebhookAuth Auth(string preset, string? header = null) =>
        new(WebhookAuthType.HmacSha256, preset, header, null, "secret", TimeSpan.FromMinutes(5));

    private static Proof Check(
        WebhookAuth auth,
        string secret,
        string body,
        long now,
        params (string Name, string Value)[] headers
    )
    {
        var given = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            given[name] = value;
        }

        var scheme = SignatureScheme.For(auth);
        ImmutableArray<byte[]> keys = [scheme.KeyOf(Encoding.UTF8.GetBytes(secret))!];
        return scheme.Read(given) is { } signed
            ? SignatureCheck.Of(
                signed,
                keys,
                Encoding.UTF8.GetBytes(body),
                DateTimeOffset.FromUnixTimeSeconds(now),
                auth.Tolerance
            )
            : default;
    }
}
