using System.Text;
using FlowFunctions.App.Access.Tokens.Jose;

namespace FlowFunctions.App.Tests.Access.Tokens;

/// <summary>The examples of RFC 7515 and RFC 7519.</summary>
public sealed class RfcVectorTests
{
    private const string Payload =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    /// <summary>RFC 7515, A.2.1.</summary>
    private const string RsaKey = """
        {"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}
        """;

    private const string RsaSignature =
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    /// <summary>RFC 7515, A.3.1.</summary>
    private const string EcKey = """
        {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
        """;

    private const string EcSignature =
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    [Theory]
    [InlineData("eyJhbGciOiJSUzI1NiJ9", RsaKey, RsaSignature)]
    [InlineData("eyJhbGciOiJFUzI1NiJ9", EcKey, EcSignature)]
    public void Verify_TheExamplesOfRfc7515_AreRight(string header, string key, string signature)
    {
        var token = JsonWebToken.Parse($"{header}.{Payload}.{signature}");
        var found = SetOf(RsaKey, EcKey).Find(token)!;

        Assert.Equal(SetOf(key).Keys[0].Algorithm, found.Algorithm);
        Assert.True(found.Verify(token.Signed, token.Signature));
        Assert.Equal("joe", token.Text("iss"));
        token.Signature[10] ^= 1;
        Assert.False(found.Verify(token.Signed, token.Signature));
    }

    [Theory]
    // RFC 7519, 3.1 (HS256), 6.1 (none), and RFC 7515, A.4 (ES512).
    [InlineData("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")]
    [InlineData("eyJhbGciOiJub25lIn0", "")]
    [InlineData("eyJhbGciOiJFUzUxMiJ9", "AAAA")]
    public void Parse_ExamplesWithOtherAlgorithms_AreRefused(string header, string signature)
    {
        var refusal = Assert.Throws<SecurityTokenException>(() =>
            JsonWebToken.Parse($"{header}.{Payload}.{signature}")
        );

        Assert.Contains("RS256 or ES256", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kty":"EC","crv":"P-384","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"AAAA"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}""")]
    [InlineData(
        """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"}"""
    )]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","n":7,"e":"AQAB"}""")]
    [InlineData("""{"kty":"oct","k":"AAAA"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""")]
    [InlineData("[]")]
    public void Read_AKeyThatIsWeakOrDamagedOrForSomethingElse_IsLeftOut(string key) =>
        Assert.Equal("ES256", Assert.Single(SetOf(key, EcKey).Keys).Algorithm);

    [Theory]
    [InlineData("\"use\":\"enc\"")]
    [InlineData("\"key_ops\":[\"encrypt\"]")]
    [InlineData("\"alg\":\"ES384\"")]
    public void Read_AKeyForAnotherUse_IsLeftOut(string member) =>
        Assert.Empty(SetOf(EcKey.Replace("\"kty\"", member + ",\"kty\"", StringComparison.Ordinal)).Keys);

    [Fact]
    public void Find_SeveralKeysForATokenThatNamesNone_FindsNone()
    {
        var token = JsonWebToken.Parse($"eyJhbGciOiJFUzI1NiJ9.{Payload}.{EcSignature}");

        Assert.Null(SetOf(EcKey, EcKey).Find(token));
    }

    private static JsonWebKeySet SetOf(params string[] keys) =>
        JsonWebKeySet.Parse(Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', keys)}}]}"""));
}
