using FlowFunctions.App.Hosting;

return await AppProgram.RunAsync(args);
