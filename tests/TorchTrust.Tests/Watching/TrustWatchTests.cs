using System.Diagnostics.Metrics;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Watching;

public sealed class TrustWatchTests
{
    [Fact]
    public void A_right_training_is_left_alone_and_as_it_was()
    {
        using Sequential model = Model();
        using Adam optimizer = optim.Adam(model.parameters(), 1e-2);
        IEnumerable<Parameter> held = optimizer.ParamGroups.Cast<ParamGroup>().Single().Parameters;

        using TrustWatch watch = TrustWatch.Attach(model, optimizer, new WatchOptions { Share = 1 });
        Train(model, optimizer, steps: 30);
        watch.Dispose();
        TrustReport report = watch.Report();

        Assert.Empty(watch.Findings);
        Assert.Null(report.Failure);
        Assert.Contains(report.Results, result => result is { CheckId: "watch-parameters-move", Verdict: Verdict.Passed });
        Assert.Contains(report.Results, result => result is { CheckId: "watch-gradients-cleared", Verdict: Verdict.Skipped });
        Assert.Same(held, optimizer.ParamGroups.Cast<ParamGroup>().Single().Parameters);
    }

    [Fact]
    public void The_bits_are_those_of_a_training_that_nobody_watches()
    {
        float[] Trained(bool isWatched)
        {
            manual_seed(5);
            using Sequential model = Model();
            using Adam optimizer = optim.Adam(model.parameters(), 1e-2);
            using TrustWatch? watch = isWatched ? TrustWatch.Attach(model, optimizer, new WatchOptions { Share = 1 }) : null;
            Train(model, optimizer, steps: 20);
            return [.. model.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];
        }

        Assert.Equal(Trained(isWatched: false), Trained(isWatched: true));
    }

    [Fact]
    public void A_rate_of_zero_is_found_and_told()
    {
        using Sequential model = Model();
        using SGD optimizer = optim.SGD(model.parameters(), 0);
        List<string> told = [];

        using (TrustWatch.Attach(model, optimizer, new WatchOptions { Share = 1, Found = result => told.Add(result.CheckId) }))
        {
            Train(model, optimizer, steps: 25);
        }

        Assert.Equal(["watch-rate-not-zero"], told);
    }

    [Fact]
    public void A_model_that_is_evaluated_in_training_mode_is_found()
    {
        using Sequential model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 2));
        using Adam optimizer = optim.Adam(model.parameters(), 1e-2);

        using TrustWatch watch = TrustWatch.Attach(model, optimizer, new WatchOptions { Share = 1 });
        Train(model, optimizer, steps: 20);
        using (no_grad())
        {
            for (int batch = 0; batch < 3; batch++)
            {
                using Tensor _ = model.call(randn(8, 4));
            }
        }

        watch.Dispose();

        Assert.Equal("watch-evaluation-mode", Assert.Single(watch.Findings).CheckId);
    }

    [Fact]
    public void Metrics_have_names_of_the_field_and_no_paths()
    {
        using Sequential model = Model();
        using SGD optimizer = optim.SGD(model.parameters(), 1e-2);
        var heard = new Dictionary<string, double>();
        var tags = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == "TorchTrust")
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, given, _) => Note(instrument.Name, value, given));
        listener.SetMeasurementEventCallback<long>((instrument, value, given, _) => Note(instrument.Name, heard.GetValueOrDefault(instrument.Name) + value, given));
        listener.Start();

        using TrustWatch watch = TrustWatch.Attach(model, optimizer, new WatchOptions { Share = 1, SeriesByLayer = true });
        Train(model, optimizer, steps: 10);
        _ = watch.Report();
        listener.RecordObservableInstruments();

        Assert.Equal(10, heard["torchtrust.train.steps"]);
        Assert.Equal(1e-2, heard["torchtrust.train.learning_rate"]);
        Assert.True(heard["torchtrust.train.gradient_norm"] > 0);
        Assert.True(heard["torchtrust.train.update_ratio"] > 0);
        Assert.Equal(["layer=0.weight", "layer=2.weight"], tags.Order(StringComparer.Ordinal));

        void Note(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> given)
        {
            heard[name] = value;
            foreach (KeyValuePair<string, object?> tag in given)
            {
                tags.Add($"{tag.Key}={tag.Value}");
            }
        }
    }

    [Fact]
    public void A_share_that_is_none_is_refused()
    {
        using Sequential model = Model();
        using SGD optimizer = optim.SGD(model.parameters(), 1e-2);

        Assert.Throws<ArgumentOutOfRangeException>(() => TrustWatch.Attach(model, optimizer, new WatchOptions { Share = 0 }));
    }

    private static Sequential Model() => nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2));

    private static void Train(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor inputs = randn(8, 4);
            mse_loss(model.call(inputs), inputs.slice(1, 0, 2, 1)).backward();
            optimizer.step();
        }
    }
}
