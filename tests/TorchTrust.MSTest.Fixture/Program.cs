using System.Reflection;
using Microsoft.Testing.Extensions;
using Microsoft.Testing.Platform.Builder;

// As users have it who want their tests side by side; MSTest runs them one after another unless it is told.
[assembly: Microsoft.VisualStudio.TestTools.UnitTesting.Parallelize(
    Scope = Microsoft.VisualStudio.TestTools.UnitTesting.ExecutionScope.ClassLevel)]

// The runner's own entry point is generated for test projects only, which `dotnet test` of the solution would run.
ITestApplicationBuilder builder = await TestApplication.CreateBuilderAsync(args);
builder.AddMSTest(() => [Assembly.GetExecutingAssembly()]);
builder.AddTrxReportProvider();
using ITestApplication application = await builder.BuildAsync();
return await application.RunAsync();
