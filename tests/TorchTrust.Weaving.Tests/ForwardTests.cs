using System.Reflection;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Weaving.Tests;

/// <summary>Our instruments see each run of a module once, by <c>call</c> or by <c>forward</c>; nobody else's do.</summary>
public sealed class ForwardTests
{
    private static readonly Assembly _woven = Weaver.Copy(typeof(Fixture.TwoLayers).Assembly).Assembly;

    [Fact]
    public void Forward_is_seen_once_a_module_and_call_too()
    {
        var module = (nn.Module<Tensor, Tensor>)New("TwoLayers");
        List<string> seen = [];
        List<ForwardHook> hooks = [];
        foreach ((string path, nn.Module child) in module.named_modules().Append(("", module)))
        {
            hooks.Add(ForwardHook.TryInstall(child, (m, arguments, output) =>
            {
                seen.Add(path);
                return output;
            })!);
        }

        _ = module.call(zeros(1, 4));
        hooks.ForEach(hook => hook.Dispose());
        _ = module.call(zeros(1, 4));
        Assert.Equal(["_first", "_second", ""], seen);
    }

    [Fact]
    public void An_output_is_replaced_where_forward_is_called()
    {
        var module = (nn.Module<Tensor, Tensor>)New("TwoLayers");
        nn.Module second = module.named_children().Last().module;
        using (ForwardHook.TryInstall(second, (m, arguments, output) => (Tensor)output! + 100))
        {
            Assert.True(module.call(zeros(1, 4)).min().item<float>() > 50);
        }

        Assert.True(module.call(zeros(1, 4)).min().item<float>() < 50);
    }

    [Fact]
    public void Hooks_of_users_do_not_run_where_forward_is_called()
    {
        int runs = 0;
        var module = (nn.Module<Tensor, Tensor>)New("TwoLayers");
        ((nn.Module<Tensor, Tensor>)module.named_children().First().module).register_forward_hook((m, input, output) =>
        {
            runs++;
            return output;
        });

        _ = module.call(zeros(1, 4));

        Assert.Equal(0, runs);
    }

    [Fact]
    public void Something_can_run_before_forward()
    {
        var module = (nn.Module<Tensor, Tensor>)New("TwoLayers");
        var first = (nn.Module<Tensor, Tensor>)module.named_children().First().module;
        List<bool> modes = [];
        using ForwardHook before = ForwardHook.InstallBefore(first, m => m.eval());
        using ForwardHook? after = ForwardHook.TryInstall(first, (m, arguments, output) =>
        {
            modes.Add(m.training);
            return output;
        });

        _ = module.call(zeros(1, 4));

        Assert.Equal([false], modes);
    }

    [Fact]
    public void A_module_without_hooks_is_reached_by_the_door_of_woven_code()
    {
        Assert.Null(ForwardHook.TryInstall(new Fixture.Hookless(), (m, arguments, output) => output));
        int seen = 0;
        using ForwardHook? hook = ForwardHook.TryInstall((nn.Module)New("Hookless"), (m, arguments, output) =>
        {
            seen++;
            return output;
        });

        Assert.NotNull(hook);
    }

    [Fact]
    public void Overloads_of_call_that_run_no_hooks_go_through_a_shim()
    {
        IReadOnlyList<CallEvent> calls = CallRecorder.During(
            () => _woven.GetType("TorchTrust.Weaving.Fixture.Constructs")!.GetMethod("Transformers")!.Invoke(null, null), CallKind.Forward);

        // Of the three calls of the layer the one with its input alone runs hooks, and needs no shim.
        Assert.Equal(
            ["call", "forward"], calls.Where(call => call.Object!.Text == "TransformerEncoderLayer").Select(call => call.Site.Member.Name));
    }

    private static object New(string name) =>
        Activator.CreateInstance(_woven.GetType($"TorchTrust.Weaving.Fixture.{name}", throwOnError: true)!)!;
}
