using System.IO.Compression;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Files;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Flows;

[Collection(nameof(AppTests))]
public sealed class ArchiveTests(AppFixture fixture)
{
    private HttpClient Client => fixture.Client;

    private FileStore Files => fixture.App.Services.GetRequiredService<FileStore>();

    [Fact]
    public async Task Flow_ImportedAndExported_IsTheSameWithItsFiles()
    {
        var id = AppFixture.NewId();
        var zip = Zips.Of(
            ("flow.json", SampleFlow.Text(id)),
            ("files/score.py", "print(1)"),
            ("files/lib/ü b.py", "print(2)"),
            ("files/", "")
        );

        var imported = await ImportAsync("/api/flows/import?publish=true&message=From%20git", zip);
        var exported = await Client.GetReplyAsync($"/api/flows/{id}/export");

        Assert.Equal((201, $"/api/flows/{id}"), (imported.Status, imported.Location!.OriginalString));
        Assert.Equal((200, "application/zip"), (exported.Status, exported.MediaType));
        var files = Unzip(exported.Content);
        Assert.Equal(["files/lib/ü b.py", "files/score.py", "flow.json"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("print(2)", files["files/lib/ü b.py"]);
        Assert.Contains("\n  \"steps\": {", files["flow.json"], StringComparison.Ordinal);
        Assert.True(FilePath.TryParse($"{id}/score.py", out var path, out _));
        Assert.Equal("print(1)"u8.ToArray(), (await Files.GetAsync("default", path))!.Content);
        var again = await ImportAsync($"/api/flows/{id}/import", exported.Content, ("If-Match", imported.ETag!));
        Assert.Equal((200, imported.ETag), (again.Status, again.ETag));
    }

    [Fact]
    public async Task Export_OldVersion_HasItsDocument()
    {
        var id = AppFixture.NewId();
        await Client.CreateFlowAsync(id);
        await Client.SaveFlowAsync(id, "newer");

        var old = Unzip((await Client.GetReplyAsync($"/api/flows/{id}/export?version=1")).Content);

        Assert.DoesNotContain("newer", old["flow.json"], StringComparison.Ordinal);
        (await Client.GetReplyAsync($"/api/flows/{id}/export?version=3")).IsProblem(404, "Flow.VersionNotFound");
        (await Client.GetReplyAsync("/api/flows/unknown/export")).IsProblem(404, "Flow.NotFound");
    }

    [Fact]
    public async Task Export_MoreFilesThanFit_Answers409()
    {
        var id = AppFixture.NewId();
        await Client.CreateFlowAsync(id);
        await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(number =>
                {
                    Assert.True(FilePath.TryParse($"{id}/{number}", out var path, out _));
                    return Files.PutAsync("default", path, ReadOnlyMemory<byte>.Empty);
                })
        );

        (await Client.GetReplyAsync($"/api/flows/{id}/export")).IsProblem(409, "Archive.TooLarge");
    }

    [Fact]
    public async Task Import_Yaml_IsTaken()
    {
        var id = AppFixture.NewId();
        var zip = Zips.Of(("flow.yaml", $"id: {id}\nsteps: {{ a: {{ type: transform, with: {{ value: 1 }} }} }}\n"));

        Assert.Equal(201, (await ImportAsync("/api/flows/import", zip)).Status);
    }

    [Fact]
    public async Task Import_AgainstItsCondition_IsRefusedAndWritesNoFile()
    {
        var id = AppFixture.NewId();
        var etag = await Client.CreateFlowAsync(id);
        await Client.SaveFlowAsync(id, "2");
        var zip = Zips.Of(("flow.json", SampleFlow.Text(id, "3")), ("files/a", "a"));

        (await ImportAsync("/api/flows/import", zip)).IsProblem(409, "Flow.Exists");
        (await ImportAsync($"/api/flows/{id}/import", zip)).IsProblem(428, "Precondition.Required");
        (await ImportAsync($"/api/flows/{id}/import", zip, ("If-Match", etag))).IsProblem(412, "Precondition.Failed");
        (await ImportAsync($"/api/flows/{id}/import", zip, ("If-None-Match", "*"))).IsProblem(
            412,
            "Precondition.Failed"
        );
        (await ImportAsync($"/api/flows/{id}-x/import", zip)).IsProblem(400, "Flow.IdMismatch");
        (
            await ImportAsync($"/api/flows/{id}/import?message={new string('m', 1001)}", zip, ("If-Match", "*"))
        ).IsProblem(400, "Request.Invalid");
        Assert.Empty(await Files.ListAsync("default", $"{id}/").ToListAsync());
    }

    [Theory]
    [InlineData("files/../../evil.py")]
    [InlineData("../flow2.json")]
    [InlineData("files//etc/passwd")]
    [InlineData("/files/a")]
    [InlineData("files/a\\..\\b")]
    [InlineData("C:/files/a")]
    [InlineData("files/./a")]
    [InlineData("other.txt")]
    [InlineData("files/a\nb")]
    public async Task Import_NameThatLeadsElsewhere_IsRefused(string name)
    {
        var id = AppFixture.NewId();
        var zip = Zips.Of(("flow.json", SampleFlow.Text(id)), (name, "evil"));

        (await ImportAsync("/api/flows/import", zip)).IsProblem(400, "Archive.Invalid");
        (await Client.GetReplyAsync($"/api/flows/{id}")).IsProblem(404, "Flow.NotFound");
    }

    [Fact]
    public async Task Import_NoArchiveOfAFlow_Answers400()
    {
        var id = AppFixture.NewId();
        var flow = SampleFlow.Text(id);

        (await ImportAsync("/api/flows/import", [])).IsProblem(400, "Archive.Invalid");
        (await ImportAsync("/api/flows/import", "PK but no zip"u8.ToArray())).IsProblem(400, "Archive.Invalid");
        (await ImportAsync("/api/flows/import", Zips.Of(("files/a", "a")))).IsProblem(400, "Archive.Invalid");
        (await ImportAsync("/api/flows/import", Zips.Of(("flow.json", flow), ("flow.yaml", flow)))).IsProblem(
            400,
            "Archive.Invalid"
        );
        (
            await ImportAsync("/api/flows/import", Zips.Of(("flow.json", flow), ("files/a", "1"), ("files/a", "2")))
        ).IsProblem(400, "Archive.Invalid");
        (await ImportAsync("/api/flows/import", Zips.Of(("flow.json", "{}")))).IsProblem(400, "Flow.Invalid");
        var damaged = Zips.Of(("flow.json", SampleFlow.Text(id, new string('x', 10_000))));
        damaged.AsSpan(40, 60).Fill(0xee);
        (await ImportAsync("/api/flows/import", damaged)).IsProblem(400, "Archive.Invalid");
    }

    [Fact]
    public async Task Import_MoreThan200Entries_Answers400()
    {
        var entries = Enumerable.Range(0, 200).Select(static number => ($"files/{number}", "x"));

        var reply = await ImportAsync(
            "/api/flows/import",
            Zips.Of([("flow.json", SampleFlow.Text(AppFixture.NewId())), .. entries])
        );

        reply.IsProblem(400, "Archive.Invalid");
        Assert.Contains("200 fit", reply.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Bomb_Answers413HoweverSmallItIsPacked()
    {
        var flow = ("flow.json", SampleFlow.Text(AppFixture.NewId()));
        var zeros = new string('\0', 5 * 1024 * 1024);
        var bomb = Zips.Of([flow, .. Enumerable.Range(0, 11).Select(number => ($"files/{number}", zeros))]);
        var largeFile = Zips.Of(flow, ("files/big", zeros + "x"));
        var largeFlow = Zips.Of(("flow.json", new string(' ', (1 << 20) + 1)));
        Assert.InRange(bomb.Length, 0, 100_000);

        (await ImportAsync("/api/flows/import", bomb)).IsProblem(413, "Archive.TooLarge");
        (await ImportAsync("/api/flows/import", largeFile)).IsProblem(413, "Archive.TooLarge");
        (await ImportAsync("/api/flows/import", largeFlow)).IsProblem(413, "Archive.TooLarge");
    }

    [Fact]
    public async Task Import_SizesThatLie_AreNotBelieved()
    {
        var id = AppFixture.NewId();
        var zip = Zips.Of(("flow.json", SampleFlow.Text(id)), ("files/big", new string('\0', 6 << 20)));
        Understate(zip, 6 << 20);

        await ImportAsync("/api/flows/import", zip);

        var stored = await Files.ListAsync("default", $"{id}/").ToListAsync();
        Assert.All(stored, static file => Assert.Equal(10, file.Length));
    }

    [Fact]
    public async Task Import_OtherBodies_AreRefused()
    {
        (await Client.SendReplyAsync(HttpMethod.Post, "/api/flows/import", Zips.Of(), "application/json")).IsProblem(
            415,
            "Request.MediaType"
        );
        (await ImportAsync("/api/flows/import", new byte[(10 << 20) + 1], ("Expect", "100-continue"))).IsProblem(
            413,
            "Request.TooLarge"
        );
    }

    private Task<Reply> ImportAsync(string path, byte[] zip, params (string, string)[] headers) =>
        Client.SendReplyAsync(HttpMethod.Post, path, zip, "application/zip", headers);

    private static Dictionary<string, string> Unzip(byte[] content)
    {
        using var zip = new ZipArchive(new MemoryStream(content));
        return zip.Entries.ToDictionary(
            static entry => entry.FullName,
            static entry =>
            {
                using var reader = new StreamReader(entry.Open());
                return reader.ReadToEnd();
            }
        );
    }

    /// <summary>Every header says 10 bytes where it said the size.</summary>
    private static void Understate(byte[] zip, int size)
    {
        var said = BitConverter.GetBytes(size);
        for (int at; (at = zip.AsSpan().IndexOf(said)) >= 0; )
        {
            BitConverter.GetBytes(10).CopyTo(zip, at);
        }
    }
}
