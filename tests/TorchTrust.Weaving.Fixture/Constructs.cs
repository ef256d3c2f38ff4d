using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTrust.Weaving.Fixture;

/// <summary>Ways in which C# compiles a call: each gives tensors, which must be the same bits woven and plain.</summary>
public static class Constructs
{
    public static Tensor Plain() => new TwoLayers().forward(Input());

    public static Tensor Base_class() => new Scaled().forward(Input());

    public static Tensor Own_overloads() => new Masked().forward(Input(), ones(4));

    public static Tensor By_call() => new TwoLayers().call(Input());

    public static Tensor Tuples()
    {
        (Tensor sum, Tensor difference) = new Pair().forward(Input(), Input() * 0.5f);
        return cat([sum, difference]);
    }

    public static Tensor Without_hooks() => new Hookless().forward(Input())["out"];

    public static Tensor Generic_class() => new Holder<TwoLayers>().forward(Input());

    public static Tensor Generic_method() => Run(new Masked(), Input());

    public static Tensor Generic_method_by_an_interface()
    {
        SGD optimizer = optim.SGD(new TwoLayers().parameters(), 0.1);
        foreach (optim.ILearningRateController group in optimizer.ParamGroups)
        {
            SetRate(group, 0.5);
        }

        return zeros(1) + optimizer.ParamGroups.First().LearningRate;
    }

    public static Tensor Generic_method_with_any_result() => RunAny<Tensor, (Tensor, Tensor)>(new PairOfOne(), Input()).Item2;

    public static Tensor Lambda()
    {
        var module = new TwoLayers();
        Func<Tensor, Tensor> run = input => module.forward(input);
        return run(Input());
    }

    public static Tensor Local_function()
    {
        var module = new TwoLayers();
        return Inner(Input());

        Tensor Inner(Tensor input) => module.forward(input);
    }

    public static Tensor Method_group()
    {
        var module = new TwoLayers();
        Func<Tensor, Tensor> run = module.forward;
        Func<Tensor, Tensor> again = module.forward;
        return run == again && run.Method.Name == "forward" && ReferenceEquals(run.Target, module) ? run(Input()) : zeros(1);
    }

    public static Tensor Static_method_group()
    {
        Func<Tensor, ScalarType?, Device?, bool, Tensor> make = zeros_like_of;
        return make(Input(), null, null, false) + Array.ConvertAll<long, Tensor>([2, 3], eye_of)[1].sum();

        static Tensor zeros_like_of(Tensor like, ScalarType? dtype, Device? device, bool gradient) =>
            zeros_like(like, dtype, device, gradient);
        static Tensor eye_of(long size) => eye(size);
    }

    public static Tensor Iterator() => stack(Outputs(new TwoLayers()).ToArray());

    public static Tensor Asynchronous() => OutputAsync(new TwoLayers()).GetAwaiter().GetResult();

    public static Tensor Asynchronous_stream() => CollectAsync(new TwoLayers()).GetAwaiter().GetResult();

    public static Tensor Expression_tree()
    {
        var module = new TwoLayers();
        Expression<Func<Tensor, Tensor>> run = input => module.forward(input);
        return run.Compile()(Input());
    }

    public static Tensor Reflection()
    {
        var module = new TwoLayers();
        return (Tensor)typeof(TwoLayers).GetMethod("forward")!.Invoke(module, [Input()])!;
    }

    public static Tensor Dynamic()
    {
        dynamic module = new TwoLayers();
        return module.forward(Input());
    }

    public static Tensor Jump_into_a_call()
    {
        var module = new TwoLayers();
        SGD optimizer = optim.SGD(module.parameters(), 0.1);
        Func<Tensor>? closure = module.training ? null : () => Loss(module);
        Loss(module).backward();
        optimizer.step(closure is null ? null : () => Loss(module));
        optimizer.zero_grad();
        bool fresh = optimizer.ParamGroups.Any();
        return module.forward(fresh ? Input() : zeros(2, 4));
    }

    public static Tensor Hook_of_the_users_own()
    {
        var module = new TwoLayers();
        module.First.register_forward_hook((m, input, output) => output * 100);
        return cat([module.forward(Input()), module.call(Input())]);
    }

    public static Tensor Hook_that_calls_forward()
    {
        var module = new TwoLayers();
        module.register_forward_hook((m, input, output) => m.forward(input) + output);
        return module.call(Input());
    }

    public static Tensor Exceptions()
    {
        var module = new TwoLayers();
        try
        {
            return module.forward(ones(2, 4).reshape(4, 2));
        }
        catch (Exception thrown) when (thrown.StackTrace is { } trace)
        {
            // Shims are not seen in stack traces.
            return tensor(trace.Contains("<TorchTrust>", StringComparison.Ordinal) ? 1 : 0);
        }
        finally
        {
            module.eval();
        }
    }

    public static Tensor Pattern_and_switch()
    {
        nn.Module module = new TwoLayers();
        return module switch
        {
            Masked masked => masked.forward(Input()),
            nn.Module<Tensor, Tensor> one => one.forward(Input()),
            _ => zeros(1),
        };
    }

    public static Tensor Other_shapes_of_creation()
    {
        Tensor made = zeros(2, 3, dtype: float64) + ones([2, 3]) + full([2, 3], 0.5) + arange(3) + linspace(0, 1, 3);
        Tensor like =
            zeros_like(made) + made.new_ones(2, 3) + tensor(new[] { 1f, 2f, 3f }) + tensor(1.5) + tensor(new long[,] { { 1, 2, 3 } });
        return (made + like).to(float32).to(CPU).cpu();
    }

    public static Tensor Randomness()
    {
        random.manual_seed(7);
        Tensor first = randn(3);
        manual_seed(8);
        return cat([first, rand(3), randint(10, [3]).to(float32), randperm(4).to(float32), normal(0, 1, [2])]);
    }

    public static Tensor Gradient_modes()
    {
        var module = new TwoLayers();
        using (no_grad())
        {
            Tensor output = module.forward(Input());
            return tensor(output.requires_grad ? 1f : 0f) + Enabled(module);
        }
    }

    public static Tensor Modules_move()
    {
        TwoLayers module = new TwoLayers().to(float64).to(CPU).to(float32).cpu();
        module.train();
        module.train(false);
        module.eval();
        return module.forward(Input());
    }

    public static Tensor Recurrent()
    {
        LSTM lstm = nn.LSTM(4, 3);
        (Tensor output, Tensor hidden, Tensor cell) = lstm.call(Input().unsqueeze(1));
        GRU gru = nn.GRU(4, 3);
        (Tensor other, Tensor state) = gru.forward(Input().unsqueeze(1), null);
        return cat([output.flatten(), hidden.flatten(), cell.flatten(), other.flatten(), state.flatten()]);
    }

    public static Tensor Transformers()
    {
        TransformerEncoderLayer layer = nn.TransformerEncoderLayer(4, 2, 8, 0);
        Tensor input = Input().unsqueeze(1);
        Tensor first = layer.call(input);
        Tensor second = layer.call(input, zeros(2, 2));
        return cat([first, second, layer.forward(input)]);
    }

    public static Tensor Spans_and_references()
    {
        Tensor made = tensor(new float[] { 3, 1, 2 });
        ReadOnlySpan<float> values = [1, 2, 3];
        return made + values[1] + made[0].item<float>() + made[1].ToSingle();
    }

    public static Tensor Training()
    {
        var module = new TwoLayers();
        SGD optimizer = optim.SGD(module.parameters(), 0.1, momentum: 0.9);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.StepLR(optimizer, 2);
        for (int i = 0; i < 5; i++)
        {
            optimizer.zero_grad();
            Loss(module).backward();
            nn.utils.clip_grad_norm_(module.parameters(), 0.5);
            optimizer.step();
            schedule.step();
        }

        using var file = new MemoryStream();
        module.save(file);
        using var copy = new MemoryStream(file.ToArray());
        return new TwoLayers().load(copy) is TwoLayers loaded ? loaded.forward(Input()) : zeros(1);
    }

    public static Tensor Data_sets()
    {
        var loader = new DataLoader(new Digits(), 2, shuffle: false, device: CPU);
        return cat(loader.Select(batch => batch["x"].clone()).ToArray());
    }

    public static Tensor One_shot_enumerables()
    {
        var module = new TwoLayers();
        Loss(module).backward();
        double norm = nn.utils.clip_grad_norm_(Once(module.parameters()), 0.1);
        return tensor(norm.ToString(CultureInfo.InvariantCulture).Length > 0 ? norm : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Tensor Input() => arange(8).to(float32).reshape(2, 4) / 8;

    private static Tensor Loss(nn.Module<Tensor, Tensor> module) => module.forward(Input()).pow(2).sum();

    private static Tensor Enabled(TwoLayers module)
    {
        using IDisposable gradients = enable_grad();
        using IDisposable again = set_grad_enabled(true);
        return tensor(module.forward(Input()).requires_grad ? 10f : 0f);
    }

    private static Tensor Run<TModule>(TModule module, Tensor input)
        where TModule : nn.Module<Tensor, Tensor> => module.forward(input);

    private static void SetRate<TController>(TController controller, double rate)
        where TController : optim.ILearningRateController => controller.LearningRate = rate;

    private static TResult RunAny<T, TResult>(nn.Module<T, TResult> module, T input) => module.forward(input);

    private static IEnumerable<Tensor> Outputs(TwoLayers module)
    {
        for (int i = 0; i < 3; i++)
        {
            yield return module.forward(Input() + i);
        }
    }

    private static async Task<Tensor> OutputAsync(TwoLayers module)
    {
        await Task.Yield();
        Tensor output = module.forward(Input());
        await Task.Yield();
        return output;
    }

    private static async IAsyncEnumerable<Tensor> StreamAsync(TwoLayers module)
    {
        for (int i = 0; i < 2; i++)
        {
            await Task.Yield();
            yield return module.forward(Input() + i);
        }
    }

    private static async Task<Tensor> CollectAsync(TwoLayers module)
    {
        var all = new List<Tensor>();
        await foreach (Tensor output in StreamAsync(module))
        {
            all.Add(output);
        }

        return stack(all);
    }

    private static IEnumerable<T> Once<T>(IEnumerable<T> all)
    {
        foreach (T one in all)
        {
            yield return one;
        }
    }

    private sealed class PairOfOne : nn.Module<Tensor, (Tensor, Tensor)>
    {
        private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);

        public PairOfOne()
            : base(nameof(PairOfOne)) => RegisterComponents();

        public override (Tensor, Tensor) forward(Tensor input) => (input, _layer.forward(input));
    }

    private sealed class Digits : utils.data.Dataset
    {
        public override long Count => 4;

        public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["x"] = full(2, index) };
    }
}
