using System.Reflection;
using Microsoft.Testing.Extensions;
using Microsoft.Testing.Platform.Builder;
using NUnit.VisualStudio.TestAdapter.TestingPlatformAdapter;

// As users have it who want their tests side by side; NUnit runs them one after another unless it is told.
[assembly: NUnit.Framework.Parallelizable(NUnit.Framework.ParallelScope.Fixtures)]

// The runner's own entry point is generated for test projects only, which `dotnet test` of the solution would run.
ITestApplicationBuilder builder = await TestApplication.CreateBuilderAsync(args);
builder.AddNUnit(() => [Assembly.GetExecutingAssembly()]);
builder.AddTrxReportProvider();
using ITestApplication application = await builder.BuildAsync();
return await application.RunAsync();
