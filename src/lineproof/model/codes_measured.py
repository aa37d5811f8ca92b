"""What do the findings about measurements mean? Samples, their store, and who is asked for them.

They are part of the one table of `codes`, and written as there.
"""

MEASURED = """
E-PROMETHEUS-LABEL: A series of Prometheus lacks the label that names its circuit or vantage.
    Name another label, or leave such series out of the query.
E-PROMETHEUS-NOTHING: Prometheus holds nothing of what it is asked for.
    Correct the query, or ask for a time that it still holds.
E-PROMETHEUS-PARTIAL: Prometheus says that its answer isn't whole.
    Mend what it says, and start again.
E-PROMETHEUS-QUERY: Prometheus refuses the query.
    Write a plain selector, without functions and ranges.
E-PROMETHEUS-TOO-MANY: A query finds more than Prometheus gives in one answer.
    Narrow it by a label and ingest in parts.
E-PROMETHEUS-TWICE: Two series tell of one circuit as one vantage saw it.
    Narrow the query to one, or name the labels that tell them apart.
E-PROMETHEUS-VALUE: A series of Prometheus has a value that no probe or interface has.
    Ask for a series such as `probe_success` or `ifOperStatus`.
E-SAMPLE-COLUMNS: A file of samples lacks a column, or has two for one thing.
    Name the columns circuit, time, and sent and received, or up, or loss.
E-SAMPLE-FILE: A file of samples is empty, cut short or of another kind.
    Export it again; nothing of it was stored.
E-SAMPLE-NONE: Nothing was measured in the month asked for.
    Bring samples in with `lineproof ingest`, or ask for another month.
E-SAMPLE-PERIOD: Samples come much more or less often than `--every` says.
    Give the period they were probed at.
E-SAMPLE-SPAN: Nothing says from when on a server is asked.
    Say it with `--start`.
E-SAMPLE-TIME: Samples have a time that can't be read, before 2000, or in the future.
    Write ISO 8601 with an offset, and set the clock of the vantage.
E-SAMPLE-UNKNOWN: Samples are of a circuit that the contract doesn't have.
    Correct the id, add the circuit, or leave such rows out with `--skip-unknown`.
E-SAMPLE-VALUE: Samples have a result that can't be read.
    Write probes sent and received, or 1 or 0, or a loss from 0 to 100; blank where unknown.
E-SERVER-ACCESS: A server doesn't let us in.
    Give a token that may read, with `--token-file`.
E-SERVER-OTHER: What answers at an address isn't the server that it should be.
    Give the address below which the server's API lies.
E-SERVER-SILENT: A server gave no whole answer, however often it was asked.
    See that it runs and can be reached, and start again.
E-SERVER-URL: A server's address can't be asked.
    Write it as `https://HOST:PORT`, without a user or password.
E-STORE-FILE: A file of stored samples is missing, cut short or changed.
    Restore it from a copy, or take the samples in again in a folder of their own.
E-STORE-FORK: Two batches of a vantage both follow on the same one.
    Give each vantage a name of its own, and store its samples again under it.
E-STORE-FORMAT: The folder `measurements` has a format that we don't know.
    Restore its `store.json`.
E-STORE-LINE: A line of the log of batches is no batch.
    Restore the log from a copy.
E-STORE-MISSING: A batch of a vantage is gone, or its line was changed.
    Restore it from a copy, or ask the other side for it.
E-TARGET-ADDRESS: A target is a name, or an address that no single machine answers at.
    Write its IPv4 or IPv6 address.
E-TOKEN-FILE: A token file holds no token, or can't be read.
    Write the token alone into a file that only you can read.
E-ZABBIX-CIRCUIT: An item of Zabbix has neither tag nor macro of the name that holds the circuit.
    Write it there, or name the right one with `--circuit-label`.
E-ZABBIX-EVERY: Zabbix polls at whole seconds, and `--every` says otherwise.
    Give the interval of its items, in seconds.
E-ZABBIX-LINE: A line of a file that Zabbix exported holds no value.
    Give a file `history-*.ndjson` as Zabbix wrote it.
E-ZABBIX-NOTHING: Zabbix, or its file, has no item of the key or name that is asked for.
    Correct `--query`, and let the token's user read the hosts.
E-ZABBIX-QUERY: Zabbix answers a question with an error.
    Mend what it says, and start again: what is stored stays so.
E-ZABBIX-READING: It isn't known what the values of these items mean.
    Say it with `--reading`: probe, loss, seconds or interface.
E-ZABBIX-TEXT: An item of Zabbix holds texts, and a line is told by numbers.
    Narrow `--query`, or let a dependent item turn the text into 0 or 1.
E-ZABBIX-TOO-MANY: Zabbix has more to answer than is read at once.
    Narrow what the token may see, or mend the item that is named.
E-ZABBIX-TWICE: Two items of Zabbix tell of one circuit at the same time.
    Narrow `--query` to one, or tell the circuits apart with `--circuit-label`.
E-ZABBIX-VALUE: A value of Zabbix means nothing as it is read, such as a probe that says 7.
    Name items of one meaning with `--query`, or say theirs with `--reading`.
W-SAMPLE-SKIPPED: Samples of circuits that the contract doesn't have were left out, as asked.
    Nothing, if they belong to another contract.
"""
