using Microsoft.Testing.Extensions;
using Microsoft.Testing.Platform.Builder;
using TUnit.Engine.Framework;

// The runner's own entry point is generated for test projects only, which `dotnet test` of the solution would run.
ITestApplicationBuilder builder = await TestApplication.CreateBuilderAsync(args);
TestingPlatformBuilderHook.AddExtensions(builder, args);
builder.AddTrxReportProvider();
using ITestApplication application = await builder.BuildAsync();
return await application.RunAsync();
