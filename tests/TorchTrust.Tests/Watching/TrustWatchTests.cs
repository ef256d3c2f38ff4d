using System.Diagnostics;
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
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, given, _) => Note(instrument.Name, heard.GetValueOrDefault(instrument.Name) + value, given));
        listener.Start();

        using TrustWatch watch = TrustWatch.Attach(model, optimizer, new WatchOptions { Share = 1, SeriesByLayer = true });
        Train(model, optimizer, steps: 10);
        using Tensor loss = tensor(0.25f);
        Assert.Same(loss, watch.Observe(loss));
        Train(model, optimizer, steps: 1);
        listener.RecordObservableInstruments();

        Assert.Equal(11, heard["torchtrust.train.steps"]);
        Assert.Equal(0.25, heard["torchtrust.train.loss"]);
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
    public void A_finding_is_an_event_within_the_programs_own_span()
    {
        using Sequential model = Model();
        using SGD optimizer = optim.SGD(model.parameters(), 0);
        List<Activity> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "TorchTrust" or "of the program",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var program = new ActivitySource("of the program");

        using (Activity training = program.StartActivity("training")!)
        {
            using TrustWatch watch = TrustWatch.Attach(model, optimizer);
            Train(model, optimizer, steps: 25);
        }

        Activity found = spans.Single(span => span.Source.Name == "TorchTrust");
        Assert.Equal("training", found.Parent?.OperationName);
        ActivityEvent told = Assert.Single(found.Events);
        Assert.Equal("torchtrust.train.finding", told.Name);
        Assert.Equal("watch-rate-not-zero", told.Tags.Single(tag => tag.Key == "rule").Value);
        Assert.Equal("error", told.Tags.Single(tag => tag.Key == "severity").Value);
    }

    [Fact]
    public void A_loss_that_is_none_is_refused()
    {
        using Sequential model = Model();
        using SGD optimizer = optim.SGD(model.parameters(), 1e-2);
        using TrustWatch watch = TrustWatch.Attach(model, optimizer);
        using Tensor several = zeros(3);

        ArgumentException refused = Assert.Throws<ArgumentException>(() => watch.Observe(several));

        Assert.Contains("has the shape [3]", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_is_told_of_a_finding_may_ask_for_the_report_and_end_the_watch()
    {
        using Sequential model = nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 2));
        using SGD optimizer = optim.SGD(model.parameters(), 1e-2);
        TrustReport? report = null;
        TrustWatch? watch = null;
        watch = TrustWatch.Attach(model, optimizer, new WatchOptions
        {
            Share = 1,
            Found = _ =>
            {
                report = watch!.Report();
                watch.Dispose();
            },
        });

        Train(model, optimizer, steps: 3, divisor: 0);
        Train(model, optimizer, steps: 3);

        Assert.Equal("watch-steps-are-finite", Assert.Single(report!.Errors).CheckId);
        Assert.Null(report.Failure);
        Assert.Contains("1 steps", Steps(watch), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_threads_train_and_ask_at_once()
    {
        const int Threads = 8;
        using var begin = new Barrier(Threads);
        string[] steps = new string[Threads];
        Exception? thrown = null;

        void Run(int number)
        {
            try
            {
                using Sequential model = Model();
                using SGD optimizer = optim.SGD(model.parameters(), 1e-3);
                IEnumerable<Parameter> held = optimizer.ParamGroups.Cast<ParamGroup>().Single().Parameters;
                TrustWatch[] watches = [.. Enumerable.Range(0, 3)
                    .Select(_ => TrustWatch.Attach(model, optimizer, new WatchOptions { Share = 1 }))];
                using var isOver = new ManualResetEventSlim();
                Thread[] asking = [.. watches.Select(watch => new Thread(() => Ask(watch, isOver)))];
                Array.ForEach(asking, thread => thread.Start());
                begin.SignalAndWait();
                Train(model, optimizer, steps: 40);
                isOver.Set();
                Array.ForEach(asking, thread => thread.Join());

                // From two threads, and in another order than they came.
                Parallel.ForEach(watches.Reverse().Concat(watches), watch => watch.Dispose());
                Assert.Same(held, optimizer.ParamGroups.Cast<ParamGroup>().Single().Parameters);
                Assert.All(watches, watch => Assert.Empty(watch.Findings));
                steps[number] = Assert.Single(watches.Select(Steps).Distinct());
            }
            catch (Exception problem)
            {
                thrown = problem;
            }
        }

        void Ask(TrustWatch watch, ManualResetEventSlim isOver)
        {
            try
            {
                do
                {
                    _ = watch.Report().ToJson();
                    _ = watch.Findings;
                    watch.Observe(1);
                }
                while (!isOver.IsSet);
            }
            catch (Exception problem)
            {
                thrown = problem;
            }
        }

        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() => Run(number)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Null(thrown);
        Assert.All(steps, text => Assert.Contains("40 steps (40 looked at)", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_watch_that_ends_in_the_middle_of_a_training_leaves_it_alone()
    {
        using Sequential model = Model();
        using SGD optimizer = optim.SGD(model.parameters(), 1e-3);
        Exception? thrown = null;
        using var isOver = new ManualResetEventSlim();
        var training = new Thread(() =>
        {
            try
            {
                while (!isOver.IsSet)
                {
                    Train(model, optimizer, steps: 1);
                }
            }
            catch (Exception problem)
            {
                thrown = problem;
            }
        });

        TrustWatch watch = TrustWatch.Attach(model, optimizer, new WatchOptions { Share = 1 });
        training.Start();
        SpinWait.SpinUntil(() => watch.Report().Failure is null);
        watch.Dispose();
        isOver.Set();
        training.Join();

        Assert.Null(thrown);
        Assert.Empty(watch.Findings);
    }

    [Fact]
    public void A_share_that_is_none_is_refused()
    {
        using Sequential model = Model();
        using SGD optimizer = optim.SGD(model.parameters(), 1e-2);

        Assert.Throws<ArgumentOutOfRangeException>(() => TrustWatch.Attach(model, optimizer, new WatchOptions { Share = 0 }));
    }

    private static Sequential Model() => nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2));

    private static string Steps(TrustWatch watch) => watch.Report().Results.SelectMany(result => result.Pictures).OfType<TablePicture>()
        .Single().Rows.Single(row => row[0] == "optimizer")[1];

    private static void Train(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, int steps, float divisor = 1)
    {
        for (int step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor inputs = randn(8, 4);
            (mse_loss(model.call(inputs), inputs.slice(1, 0, 2, 1)) / divisor).backward();
            optimizer.step();
        }
    }
}
