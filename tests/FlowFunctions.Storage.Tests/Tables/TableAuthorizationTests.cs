using System.Diagnostics.Tracing;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Diagnostics;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Sas;
using FlowFunctions.Storage.Local;
using FlowFunctions.Storage.Tables;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Tables;

[Collection(nameof(StorageTests))]
public sealed class TableAuthorizationTests(AzuriteFixture fixture)
{
    [Fact]
    public async Task Sas_FromAKey_OpensWhatItAllows()
    {
        var table = await fixture.NewTableAsync();
        var readOnly = Sas(AccountSasPermissions.Read | AccountSasPermissions.List);
        var connection = $"TableEndpoint={fixture.Azurite.TableEndpoint};SharedAccessSignature={readOnly}";
        await table.AddEntityAsync(new TableEntity("p", "r'1"));

        TableServiceClient[] clients =
        [
            new(connection),
            new(fixture.Azurite.TableEndpoint, new AzureSasCredential(readOnly)),
        ];

        foreach (var reader in clients.Select(client => client.GetTableClient(table.Name)))
        {
            Assert.True((await reader.GetEntityIfExistsAsync("p", "r'1", ["RowKey"])).HasValue);
            Assert.Single(await reader.QueryAsync($"PartitionKey eq 'p'").ToListAsync());
            var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
                reader.AddEntityAsync(new TableEntity("p", "r2"))
            );
            Assert.Equal(403, refused.Status);
            Assert.DoesNotContain("sig=", refused.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Bearer_TokenOfACredential_IsTaken()
    {
        var folder = Directory.CreateTempSubdirectory("azurite-https-");
        using var certificate = SelfSigned();
        var files = (Path.Combine(folder.FullName, "cert.pem"), Path.Combine(folder.FullName, "key.pem"));
        await File.WriteAllTextAsync(files.Item1, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(files.Item2, certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(AzuriteFixture.Folder) { Https = files });
        using var http = Trusting(certificate);
        var credential = new OneToken();
        var table = Bearer(azurite, credential, http).GetTableClient("bearer");

        await table.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });

        Assert.Equal(1, (await table.GetEntityAsync("p", "r")).Value.GetInt32("N"));
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            Bearer(azurite, new OneToken("https://other.example"), http).GetTableClient("bearer").CreateAsync()
        );
        Assert.Equal(403, refused.Status);
    }

    [Fact]
    public async Task Bearer_WithoutTls_IsNotSent()
    {
        var table = new TableServiceClient(fixture.Azurite.TableEndpoint, new OneToken()).GetTableClient("any");

        await Assert.ThrowsAsync<InvalidOperationException>(() => table.CreateAsync());
    }

    [Fact]
    public async Task Diagnostics_AtTheirMostTalkative_HoldNoSecret()
    {
        var said = new StringBuilder();
        var sas = Sas(AccountSasPermissions.All);
        var signature = sas[(sas.IndexOf("sig=", StringComparison.Ordinal) + 4)..].Split('&')[0];
        using (new AzureEventSourceListener((_, text) => Append(said, text), EventLevel.LogAlways))
        {
            var table = await fixture.NewTableAsync();
            await table.AddEntityAsync(new TableEntity("p", "r"));
            var client = new TableServiceClient(fixture.Azurite.TableEndpoint, new AzureSasCredential(sas));
            await client.GetTableClient(table.Name).QueryAsync().ToListAsync();
        }

        Assert.Contains("x-ms-version", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("sig=REDACTED", said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(signature, said.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("SharedKey ", said.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccountName=a")]
    [InlineData("AccountName=a;AccountKey=secret!")]
    [InlineData("secret")]
    [InlineData("TableEndpoint=no address;AccountName=a;AccountKey=c2VjcmV0")]
    [InlineData("AccountKey=c2VjcmV0")]
    [InlineData("AccountName=a;AccountName=secret")]
    public void ConnectionString_Wrong_IsRefusedWithoutItsSecrets(string text)
    {
        var failure = Assert.Throws<FormatException>(() => new TableServiceClient(text));

        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData("AccountName=a;AccountKey=c2VjcmV0", "https://a.table.core.windows.net/")]
    [InlineData(
        "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2U=;EndpointSuffix=x.example",
        "http://a.table.x.example/"
    )]
    [InlineData("TableEndpoint=https://t.example/;SharedAccessSignature=sv=1&sig=a%3D", "https://t.example/")]
    public void ConnectionString_GivesTheAddress(string text, string address) =>
        Assert.Equal(new Uri(address), new TableServiceClient(text).Uri);

    private static string Sas(AccountSasPermissions permissions) =>
        new AccountSasBuilder(
            permissions,
            DateTimeOffset.UtcNow.AddHours(1),
            AccountSasServices.All,
            AccountSasResourceTypes.All
        )
            .ToSasQueryParameters(new StorageSharedKeyCredential(Azurite.AccountName, Azurite.AccountKey))
            .ToString();

    private static TableServiceClient Bearer(Azurite azurite, TokenCredential credential, HttpClient http) =>
        new(azurite.TableEndpoint, credential, new TableClientOptions { Transport = new HttpClientTransport(http) });

    private static void Append(StringBuilder said, string text)
    {
        lock (said)
        {
            said.AppendLine(text);
        }
    }

    private static HttpClient Trusting(X509Certificate2 certificate) =>
        new(
            new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = (_, given, _, _) =>
                        given!.GetCertHashString() == certificate.GetCertHashString(),
                },
            }
        );

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>Gives an unsigned token: the emulator looks at its claims, not at its signature.</summary>
    private sealed class OneToken(string audience = "https://storage.azure.com") : TokenCredential
    {
        public IReadOnlyList<string> Scopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            var now = DateTimeOffset.UtcNow;
            var (from, to) = (now.AddHours(-1).ToUnixTimeSeconds(), now.AddHours(1));
            var claims =
                $$"""{"iss":"https://sts.windows-ppe.net/ab1f708d-50f6-404c-a006-d71b2ac7a606/","aud":"{{audience}}","nbf":{{from}},"iat":{{from}},"exp":{{to.ToUnixTimeSeconds()}}}""";
            return new AccessToken($"{Part("""{"alg":"none","typ":"JWT"}""")}.{Part(claims)}.{Part("none")}", to);
        }

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext,
            CancellationToken cancellationToken
        ) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));

        private static string Part(string text) =>
            System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }
}
