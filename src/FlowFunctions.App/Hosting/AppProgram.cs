namespace FlowFunctions.App.Hosting;

/// <summary>The program: reads the configuration, starts the app and runs it until it is told to stop.</summary>
internal static class AppProgram
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        var settings = new AppSettings
        {
            Storage = configuration["AzureWebJobsStorage"] ?? "UseDevelopmentStorage=true",
            DataFolder = configuration["data"] ?? ".data",
            Url = configuration["urls"] ?? "http://127.0.0.1:7071",
        };
        await using var app = await FlowApp.StartAsync(settings);
        await app.WaitForShutdownAsync();
        return 0;
    }
}
