using System.Text;
using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Files;

[Collection(nameof(AppTests))]
public sealed class FileApiTests(AppFixture fixture)
{
    private readonly string _folder = AppFixture.NewId("folder");

    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task File_PutAndGot_IsTheSameBytesAndNeverRunsInTheBrowser()
    {
        var bytes = Enumerable.Range(0, 256).Select(static number => (byte)number).ToArray();

        var put = await PutAsync("a b/ü%231.bin", bytes, ("If-None-Match", "*"));
        using var got = await Client.GetAsync(Address("a b/ü%231.bin"));

        Assert.Equal((201, $"{_folder}/a b/ü#1.bin"), (put.Status, put.Body.GetProperty("path").GetString()));
        Assert.Equal((256, 1), (put.Body.GetProperty("size").GetInt32(), put.Body.GetProperty("version").GetInt32()));
        Assert.False(put.Body.GetProperty("text").GetBoolean());
        Assert.Equal(bytes, await got.Content.ReadAsByteArrayAsync());
        Assert.Equal(put.ETag, got.Headers.ETag!.ToString());
        Assert.Equal("application/octet-stream", got.Content.Headers.ContentType!.MediaType);

        await PutAsync("evil.html", "<script>alert(1)</script>"u8.ToArray());
        using var html = await Client.GetAsync(Address("evil.html"));
        Assert.Equal("text/html", html.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", html.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", Assert.Single(html.Headers.GetValues("X-Content-Type-Options")));
        Assert.StartsWith(
            "sandbox",
            Assert.Single(html.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("a.py", "print(1)", "text/x-python")]
    [InlineData("a.txt", "ü", "text/plain")]
    [InlineData("a.txt", "\0", "application/octet-stream")]
    [InlineData("package.json", "{}", "application/json")]
    [InlineData("Makefile", "all:", "text/plain")]
    public async Task File_ByItsName_HasAMediaType(string name, string content, string mediaType)
    {
        await PutAsync(name, Encoding.UTF8.GetBytes(content));

        Assert.Equal(mediaType, (await Client.GetReplyAsync(Address(name))).MediaType);
    }

    [Fact]
    public async Task File_AskedForItsHead_TellsWhatGetWould()
    {
        var put = await PutAsync("a.txt", "hello"u8.ToArray());
        using var request = new HttpRequestMessage(HttpMethod.Head, Address("a.txt"));
        using var head = await Client.SendAsync(request);

        Assert.Equal(200, (int)head.StatusCode);
        Assert.Equal((put.ETag, 5L), (head.Headers.ETag!.ToString(), head.Content.Headers.ContentLength!.Value));
        Assert.Equal(304, (await Client.GetReplyAsync(Address("a.txt"), ("If-None-Match", put.ETag!))).Status);
        Assert.Equal(200, (await Client.GetReplyAsync(Address("a.txt"), ("If-None-Match", "\"other\""))).Status);
        var meta = await Client.GetReplyAsync(Address("a.txt") + "?meta=true");
        Assert.Equal((put.ETag, "application/json"), (meta.Body.GetProperty("etag").GetString(), meta.MediaType));
        using var missing = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Address("b.txt")));
        Assert.Equal(404, (int)missing.StatusCode);
    }

    [Fact]
    public async Task File_WrittenWithoutOrAgainstItsETag_IsNotOverwritten()
    {
        var first = await PutAsync("a", "1"u8.ToArray());

        (await PutAsync("a", "2"u8.ToArray())).IsProblem(428, "Precondition.Required");
        (await PutAsync("a", "2"u8.ToArray(), ("If-None-Match", "*"))).IsProblem(412, "Precondition.Failed");
        (await PutAsync("b", "2"u8.ToArray(), ("If-Match", "*"))).IsProblem(412, "Precondition.Failed");
        Assert.Equal(200, (await PutAsync("a", "1"u8.ToArray())).Status);
        Assert.Equal(200, (await PutAsync("a", "2"u8.ToArray(), ("If-Match", first.ETag!))).Status);
        (await PutAsync("a", "3"u8.ToArray(), ("If-Match", first.ETag!))).IsProblem(412, "Precondition.Failed");
        (await Client.DeleteReplyAsync(Address("a"), ("If-Match", first.ETag!))).IsProblem(412, "Precondition.Failed");
        Assert.Equal("2", (await Client.GetReplyAsync(Address("a"))).Text);
        Assert.Equal(204, (await Client.DeleteReplyAsync(Address("a"))).Status);
        (await Client.DeleteReplyAsync(Address("a"))).IsProblem(404, "File.NotFound");
        (await Client.GetReplyAsync(Address("a"))).IsProblem(404, "File.NotFound");
    }

    [Fact]
    public async Task Versions_OfAFile_AreListedReadAndRestored()
    {
        await PutAsync("a.py?message=first", "1"u8.ToArray());
        await PutAsync("a.py", "2"u8.ToArray(), ("If-Match", "*"));
        await Client.DeleteReplyAsync(Address("a.py") + "?message=gone");

        var list = (await Client.GetReplyAsync($"/api/file-versions/{_folder}/a.py")).Body;
        Assert.Equal(
            ["3 gone True", "2  ", "1 first "],
            list.GetProperty("items")
                .EnumerateArray()
                .Select(static one => $"{one.GetProperty("version")} {Member(one, "message")} {Member(one, "deleted")}")
        );
        var page = (await Client.GetReplyAsync($"/api/file-versions/{_folder}/a.py?limit=2")).Body;
        Assert.Equal("2", page.GetProperty("continuation").GetString());
        var rest = (await Client.GetReplyAsync($"/api/file-versions/{_folder}/a.py?continuation=2")).Body;
        Assert.Equal(1, Assert.Single(rest.GetProperty("items").EnumerateArray()).GetProperty("version").GetInt32());
        Assert.Equal("1", (await Client.GetReplyAsync(Address("a.py") + "?version=1")).Text);
        (await Client.GetReplyAsync(Address("a.py") + "?version=3")).IsProblem(404, "File.VersionNotFound");
        (await Client.GetReplyAsync($"/api/file-versions/{_folder}/b")).IsProblem(404, "File.NotFound");

        var restored = await PutAsync("a.py?restore=1", []);
        Assert.Equal((201, 4), (restored.Status, restored.Body.GetProperty("version").GetInt32()));
        Assert.Equal("1", (await Client.GetReplyAsync(Address("a.py"))).Text);
        (await PutAsync("a.py?restore=2", "x"u8.ToArray())).IsProblem(400, "Request.Invalid");
    }

    [Fact]
    public async Task Files_OfAFolder_ArePaged()
    {
        foreach (var name in (string[])["a", "b", "c"])
        {
            await PutAsync(name, Encoding.UTF8.GetBytes(name));
        }

        var first = (await Client.GetReplyAsync($"/api/files?prefix={_folder}/&limit=2")).Body;
        var token = Uri.EscapeDataString(first.GetProperty("continuation").GetString()!);
        var second = (await Client.GetReplyAsync($"/api/files?prefix={_folder}/&limit=2&continuation={token}")).Body;

        Assert.Equal([$"{_folder}/a", $"{_folder}/b"], Paths(first));
        Assert.Equal([$"{_folder}/c"], Paths(second));
        Assert.False(second.TryGetProperty("continuation", out _));
        (await Client.GetReplyAsync("/api/files?limit=0")).IsProblem(400, "Request.Invalid");
        Assert.DoesNotContain("default", token, StringComparison.Ordinal);
        (await Client.GetReplyAsync($"/api/files?continuation={token}")).IsProblem(400, "Request.Invalid");
        (await Client.GetReplyAsync($"/api/files?prefix={_folder}/&continuation={token[1..]}")).IsProblem(
            400,
            "Request.Invalid"
        );
        (await Client.GetReplyAsync("/api/files?continuation=default%2Fa.py")).IsProblem(400, "Request.Invalid");
        (await Client.GetReplyAsync("/api/files?prefix=%00")).IsProblem(400, "Request.Invalid");
    }

    [Theory]
    [InlineData("files/x?version=abc", "'version' is 'abc'; give a whole number, or leave it out.")]
    [InlineData("files/x?meta=1", "'meta' is '1'; give true or false, or leave it out.")]
    [InlineData("runs/x/logs?attempt=x", "'attempt' is 'x'; give a whole number, or leave it out.")]
    public async Task Parameter_ThatCannotBeRead_IsNamed(string path, string detail)
    {
        var reply = await Client.GetReplyAsync($"/api/{path}");

        reply.IsProblem(400, "Request.Invalid");
        Assert.Equal(detail, reply.Body.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task File_LargerThan5MB_IsRefusedHoweverItIsSent()
    {
        var large = new byte[(5 << 20) + 1];
        (await PutAsync("large", large, ("Expect", "100-continue"))).IsProblem(413, "Request.TooLarge");
        using var chunked = new HttpRequestMessage(HttpMethod.Put, Address("large"))
        {
            Content = new StreamContent(new MemoryStream(large)),
        };
        chunked.Headers.TransferEncodingChunked = true;
        using var refused = await Client.SendAsync(chunked);
        Assert.Equal(413, (int)refused.StatusCode);

        Assert.Equal(201, (await PutAsync("large", large[1..])).Status);
        Assert.Equal(5 << 20, (await Client.GetReplyAsync(Address("large"))).Content.Length);
    }

    [Theory]
    [InlineData("/api/files/%2Fetc%2Fpasswd")]
    [InlineData("/api/files/a%2Fb")]
    [InlineData("/api/files/a//b")]
    [InlineData("/api/files/a/")]
    [InlineData("/api/files/")]
    [InlineData("/api/files/a%5Cb")]
    [InlineData("/api/files/a%00")]
    [InlineData("/api/files/a%0Ab")]
    [InlineData("/api/files/a.")]
    public async Task Path_ThatIsNone_IsRefused(string address)
    {
        var reply = await Client.SendReplyAsync(HttpMethod.Put, address, [1], null);

        Assert.InRange(reply.Status, 400, 405);
        if (reply.Status == 400 && reply.MediaType == "application/problem+json")
        {
            reply.IsProblem(400, "File.BadPath");
        }
    }

    [Fact]
    public async Task File_AsAFormOrCompressed_IsRefused()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "a" } };
        using var sent = await Client.PutAsync(Address("a"), form);
        Assert.Equal(415, (int)sent.StatusCode);
        using var packed = new ByteArrayContent([1]);
        packed.Headers.ContentEncoding.Add("gzip");
        using var refused = await Client.PutAsync(Address("a"), packed);
        Assert.Equal(415, (int)refused.StatusCode);
    }

    private Task<Reply> PutAsync(string path, byte[] content, params (string, string)[] headers) =>
        Client.SendReplyAsync(HttpMethod.Put, Address(path), content, null, headers);

    private string Address(string path) => $"/api/files/{_folder}/{path}";

    private static IEnumerable<string?> Paths(JsonElement list) =>
        list.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("path").GetString());

    private static string Member(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) ? value.ToString() : "";
}
