using System.Text;
using FlowFunctions.App.Settings;
using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.App.Tests.Settings;

public sealed class SettingTests
{
    private const string Key =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    [Fact]
    public void Values_InFileAndEnvironment_TheEnvironmentWins()
    {
        var values = new SettingValues(
            [new("FLOW_DATA", "of the file"), new("FLOW_ENV__Region", "file"), new("FLOW_ENV:Zone", "1")],
            [new("flow_data", "of the environment"), new("FLOW_ENV__Region", ""), new("OTHER", "x")]
        );

        Assert.Equal("of the environment", values.Find("FLOW_DATA"));
        Assert.Null(values.Find("FLOW_ENV__Region"));
        Assert.Equal(
            [new("Region", ""), new("Zone", "1")],
            values.Under("FLOW_ENV__").OrderBy(static value => value.Key, StringComparer.Ordinal)
        );
    }

    [Fact]
    public void File_AsFunctionsDevelopersWriteIt_IsRead()
    {
        var values = File(
            """
            {
              // A comment.
              "IsEncrypted": false,
              "Values": { "FLOW_DURABILITY": "buffered", "FLOW_STORAGE_PORT": 0, "FLOW_ENV__A": null, },
              "Host": { "LocalHttpPort": 7071 }
            }
            """
        );

        Assert.Equal(
            ("buffered", "0", ""),
            (values["FLOW_DURABILITY"], values["FLOW_STORAGE_PORT"], values["FLOW_ENV__A"])
        );
    }

    [Theory]
    [InlineData("[]", "must hold an object")]
    [InlineData("""{ "IsEncrypted": true }""", "is encrypted")]
    [InlineData("""{ "Values": [] }""", "must be an object of names and texts")]
    [InlineData("""{ "Values": { "A": {} } }""", "The value of 'A'")]
    [InlineData("{\n\"Values\" x }", "line 2")]
    public void File_OfAnotherForm_SaysWhatIsWrong(string text, string said)
    {
        var failure = Assert.Throws<SettingException>(() => File(text));

        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SampleFile_IsRead_AndEverySettingInItIsKnown()
    {
        var sample = Path.Combine(WorkingCopy.Around(AppContext.BaseDirectory)!, "local.settings.sample.json");

        var options = Options([.. LocalSettingsFile.Read(sample).Select(static value => (value.Key, value.Value))]);

        Assert.Null(options.Storage);
        Assert.Equal(
            (10_000, Durability.Flush, true),
            (options.StoragePort, options.Durability, options.AllowPrivateNetwork)
        );
        Assert.Equal(["GREETING"], options.Env.Keys);
        Assert.Equal(["CRM_TOKEN"], options.Secrets.Keys);
    }

    [Theory]
    [InlineData("http://127.0.0.1:7071", "http://127.0.0.1:7071")]
    [InlineData("http://localhost:80/", "http://localhost")]
    [InlineData("http://localhost:0", "http://127.0.0.1:0")]
    [InlineData("http://[::1]:7071", "http://[::1]:7071")]
    [InlineData("http://127.1.2.3:7071", "http://127.1.2.3:7071")]
    public void Address_OfThisMachine_IsTaken(string address, string expected) =>
        Assert.Equal(expected, ListenAddress.Check(address, asks: false));

    [Theory]
    [InlineData("http://0.0.0.0:7071", "asked who they are")]
    [InlineData("http://+:7071", "asked who they are")]
    [InlineData("http://*", "asked who they are")]
    [InlineData("http://[::]:7071", "asked who they are")]
    [InlineData("http://example.org", "asked who they are")]
    [InlineData("http://127.0.0.1.example.org", "asked who they are")]
    [InlineData("https://127.0.0.1:7071", "such as")]
    [InlineData("http://127.0.0.1:7071/api", "such as")]
    [InlineData("http://me@127.0.0.1:7071", "such as")]
    [InlineData("7071", "such as")]
    [InlineData("", "such as")]
    [InlineData("http://127.0.0.1:1;http://127.0.0.1:2", "one address")]
    public void Address_Other_IsRefused(string address, string said)
    {
        var failure = Assert.Throws<SettingException>(() => ListenAddress.Check(address, asks: false));

        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:80", "http://0.0.0.0")]
    [InlineData("http://+:8080", "http://+:8080")]
    [InlineData("http://*:8080/", "http://*:8080")]
    [InlineData("http://127.0.0.1:7071", "http://127.0.0.1:7071")]
    public void Address_WhereCallersAreAsked_MayBeAny(string address, string expected) =>
        Assert.Equal(expected, ListenAddress.Check(address, asks: true));

    [Theory]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData("usedevelopmentstorage=TRUE;")]
    [InlineData(" ")]
    public void Storage_OfDevelopment_IsTheLocalOne(string text) =>
        Assert.Null(Options(("AzureWebJobsStorage", text)).Storage);

    [Fact]
    public void Storage_ConnectionString_NamesAccountAndPlaceButNoKey()
    {
        var storage = Options(
            ("AzureWebJobsStorage", $"AccountName=shop;AccountKey={Key};EndpointSuffix=core.windows.net")
        ).Storage!;

        Assert.Equal(("'shop' (https://shop.table.core.windows.net)", false), (storage.Name, storage.IsEmulator));
    }

    [Fact]
    public void Storage_IdentityWithAccountName_FindsAllServices()
    {
        var storage = Options(
            ("AzureWebJobsStorage__accountName", "shop"),
            ("AzureWebJobsStorage__tableServiceUri", "https://tables.example"),
            ("AzureWebJobsStorage__credential", "managedidentity"),
            ("AzureWebJobsStorage__clientId", "11111111-2222-3333-4444-555555555555")
        ).Storage!;

        Assert.Equal("https://tables.example/", storage.Account.Tables.Uri.ToString());
        Assert.Equal("https://shop.blob.core.windows.net/", storage.Account.Blobs.Uri.ToString());
        Assert.Equal("https://shop.queue.core.windows.net/", storage.Account.Queues.Uri.ToString());
    }

    [Theory]
    [InlineData("AzureWebJobsStorage__blobServiceUri", "http://a.example", "must be an https address")]
    [InlineData("AzureWebJobsStorage__clientId", "1", "__blobServiceUri is missing")]
    [InlineData("AzureWebJobsStorage__serviceUri", "https://a.example", "__serviceUri is not known")]
    [InlineData("AzureWebJobsStorage", "AccountName=a;AccountKey=*", "no connection string")]
    [InlineData("FLOW_STORAGE_PORT", "65534", "three ports")]
    [InlineData("FLOW_ALLOW_PRIVATE_NETWORK", "maybe", "'true' or 'false'")]
    public void Setting_Bad_IsNamed(string name, string value, string said)
    {
        var failure = Assert.Throws<SettingException>(() => Options((name, value)));

        Assert.Contains(name.Split("__")[0], failure.Message, StringComparison.Ordinal);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Storage_SetTwice_IsRefused()
    {
        var failure = Assert.Throws<SettingException>(() =>
            Options(
                ("AzureWebJobsStorage", $"AccountName=shop;AccountKey={Key}"),
                ("AzureWebJobsStorage__accountName", "shop")
            )
        );

        Assert.Contains("set twice", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Env_TooLarge_IsRefused() =>
        Assert.Throws<SettingException>(() => Options(("FLOW_ENV__A", new string('x', 17_000))));

    [Fact]
    public void DataFolder_NotNamed_IsOfTheWorkingCopyOrTheUser()
    {
        var root = WorkingCopy.Around(AppContext.BaseDirectory)!;

        Assert.Equal(Path.Combine(root, ".data"), DataFolder.Of(null, AppContext.BaseDirectory));
        Assert.EndsWith("flowfunctions", DataFolder.Of(null, Path.GetTempPath()), StringComparison.Ordinal);
        Assert.Equal(Path.Combine(root, "mine"), DataFolder.Of("mine", root));
    }

    private static AppOptions Options(params (string Name, string Value)[] values) =>
        AppOptions.Of(
            new AppArguments(Url: null, Data: null, NoSamples: false),
            new SettingValues(values.Select(static value => KeyValuePair.Create(value.Name, value.Value)), []),
            "/"
        );

    private static IReadOnlyDictionary<string, string> File(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            System.IO.File.WriteAllText(path, text, Encoding.UTF8);
            return LocalSettingsFile.Read(path);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }
}
