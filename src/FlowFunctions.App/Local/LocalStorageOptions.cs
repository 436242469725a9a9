namespace FlowFunctions.App.Local;

/// <summary>Where the local storage is.</summary>
/// <param name="ProgramFolder">The folder with Azurite's <c>package.json</c>.</param>
/// <param name="DataFolder">The app's data folder.</param>
/// <param name="FirstPort">The first of three ports; 0 for an emulator of this app's own on free ports.</param>
internal sealed record LocalStorageOptions(string ProgramFolder, string DataFolder, int FirstPort);
